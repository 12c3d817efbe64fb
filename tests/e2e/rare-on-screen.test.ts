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

const facesOf = (app: OpenedApp, status: string): Promise<number> =>
  app.page.evaluate(
    (wanted) => [...document.fonts].filter((face) => face.family.includes('Rare Han') && face.status === wanted).length,
    status,
  )

describe('a rare character on the screen', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    await app.untilOfflineReady()
  })
  afterAll(() => app.close())
  const name = () => app.page.getByRole('textbox', { name: /^\s*姓名/ })

  test('is drawn with the glyph that is printed, and only what is on the page is asked for', async () => {
    await expect.poll(() => facesOf(app, 'unloaded'), { timeout: 90_000 }).toBe(9)
    await name().fill('黄\u{2CC56}')
    await expect.poll(() => facesOf(app, 'loaded'), { timeout: 20_000 }).toBe(1)
    expect(await lookOf(app, '\u{2CC56}')).not.toBe(await lookOf(app, '\u{2CC57}'))
  })

  test('within the BMP as well, where a computer draws none of extension A', async () => {
    await name().fill('黄\u{2CC56}\u4DAE')
    await expect.poll(async () => (await lookOf(app, '\u4DAE')) !== (await lookOf(app, '\u4DAF'))).toBe(true)
  })

  test('also after a reload without a network', async () => {
    const { page } = app
    await app.goOffline()
    await page.reload()
    await expect.poll(() => name().inputValue()).toBe('黄\u{2CC56}\u4DAE')
    await expect.poll(() => facesOf(app, 'loaded'), { timeout: 20_000 }).toBeGreaterThan(0)
    await expect.poll(() => facesOf(app, 'loading'), { timeout: 20_000 }).toBe(0)
    expect(await lookOf(app, '\u{2CC56}')).not.toBe(await lookOf(app, '\u{2CC57}'))
  })
})
