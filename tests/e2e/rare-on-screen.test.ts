import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'

/** What a character looks like in the fonts of the page: two that look alike are two empty boxes. */
const lookOf = (app: OpenedApp, character: string): Promise<string> =>
  app.page.evaluate((drawn) => {
    const canvas = document.createElement('canvas')
    const pen = canvas.getContext('2d')
    if (pen) pen.font = `48px ${getComputedStyle(document.body).fontFamily}`
    pen?.fillText(drawn, 20, 80)
    return canvas.toDataURL()
  }, character)

/** The first character of a pair, neither of which this computer's own fonts draw: both are the same empty box. */
const undrawnFrom = (app: OpenedApp, first: number, last: number): Promise<string> =>
  app.page.evaluate(
    ([from, to]) => {
      const canvas = document.createElement('canvas')
      const pen = canvas.getContext('2d', { willReadFrequently: true })
      const look = (point: number): string => {
        pen?.clearRect(0, 0, canvas.width, canvas.height)
        if (pen) pen.font = '48px sans-serif'
        pen?.fillText(String.fromCodePoint(point), 20, 80)
        return canvas.toDataURL()
      }
      let point = from
      while (point < to && look(point) !== look(point + 1)) point += 2
      return String.fromCodePoint(point)
    },
    [first, last] as const,
  )

const facesOf = (app: OpenedApp, status: string): Promise<number> =>
  app.page.evaluate(
    (wanted) => [...document.fonts].filter((face) => face.family.includes('Rare Han') && face.status === wanted).length,
    status,
  )

describe('a rare character on the screen', () => {
  let app: OpenedApp
  let beyond = ''
  let within = ''
  const looksLikeNext = async (character: string): Promise<boolean> => {
    const next = String.fromCodePoint((character.codePointAt(0) ?? 0) + 1)
    return (await lookOf(app, character)) === (await lookOf(app, next))
  }
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    beyond = await undrawnFrom(app, 0x2cc56, 0x2cea0)
    within = await undrawnFrom(app, 0x3400, 0x4dae)
    await app.untilOfflineReady()
  })
  afterAll(() => app.close())
  const name = () => app.page.getByRole('textbox', { name: /^\s*姓名/ })

  test('is drawn with the glyph that is printed, and only what is on the page is asked for', async () => {
    await expect.poll(() => facesOf(app, 'unloaded'), { timeout: 90_000 }).toBe(9)
    await name().fill(`黄${beyond}`)
    await expect.poll(() => facesOf(app, 'loaded'), { timeout: 20_000 }).toBe(1)
    await expect.poll(() => looksLikeNext(beyond)).toBe(false)
  })

  test('within the BMP as well, where a computer draws none of extension A', async () => {
    await name().fill(`黄${beyond}${within}`)
    await expect.poll(() => looksLikeNext(within)).toBe(false)
  })

  test('also after a reload without a network', async () => {
    const { page } = app
    await app.goOffline()
    await page.reload()
    await expect.poll(() => name().inputValue()).toBe(`黄${beyond}${within}`)
    await expect.poll(() => facesOf(app, 'loaded'), { timeout: 20_000 }).toBeGreaterThan(0)
    await expect.poll(() => facesOf(app, 'loading'), { timeout: 20_000 }).toBe(0)
    await expect.poll(() => looksLikeNext(beyond)).toBe(false)
  })
})
