import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { holdsRequests } from '#tests/support/engine.ts'
import { fillingIn } from '#tests/support/filling-in.ts'

const passphrase = '北流芭蕉二〇二六'

describe('the head of the form', () => {
  let app: OpenedApp
  let draftPath = ''
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    app.page.setDefaultTimeout(20_000)
    const form = fillingIn(app.page)
    await form.type('姓名', '韦晓莉')
    await form.untilSaved()
    draftPath = new URL(app.page.url()).pathname
  })
  afterAll(() => app.close())

  const copies = (name: RegExp) => app.page.getByRole('banner').getByRole('link', { name })

  test('says that the form works offline, and in how many places it lies', async () => {
    await app.page.getByRole('banner').getByText('离线可用').waitFor()
    await copies(/^副本 1：这个浏览器$/).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('counts a backup that was read back, until something else is typed', async () => {
    await copies(/^副本 1/).click()
    await app.page.getByRole('textbox', { name: '口令', exact: true }).fill(passphrase)
    await app.page.getByRole('textbox', { name: '再输一遍口令' }).fill(passphrase)
    const { path } = await app.download(() => app.page.getByRole('button', { name: '生成备份' }).click())
    await app.page.getByLabel('选刚才保存的文件核对').last().setInputFiles(path)
    await app.page.getByText('已读回核对').waitFor()
    await app.page.goto(`${app.origin}${draftPath}`)
    await copies(/^副本 2：这个浏览器、备份文件$/).waitFor()
    await fillingIn(app.page).type('姓名', '韦晓莉莉')
    await expect.poll(() => copies(/^副本/).getAttribute('title')).toBe('这个浏览器')
  })

  test.runIf(holdsRequests)('the glyphs of rare characters wait while the person presses keys', async () => {
    // Without the worker the packs come to the page itself, where they can be held up.
    const apart = await openApp({ launch: { serviceWorkers: 'block' } })
    onTestFinished(() => apart.close())
    const { page, origin } = apart
    // By the clock of the page: a busy machine may hold a key back for longer than a pause lasts.
    await page.addInitScript(() => {
      performance.setResourceTimingBufferSize(2000)
      addEventListener('keydown', ({ timeStamp }) => performance.mark('key', { startTime: timeStamp }), {
        capture: true,
      })
    })
    const timesOf = (): Promise<{ readonly keys: readonly number[]; readonly packs: readonly number[] }> =>
      page.evaluate(() => {
        const times = (entries: PerformanceEntryList): number[] => entries.map(({ startTime }) => startTime)
        const asked = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.pack'))
        return { keys: times(performance.getEntriesByName('key')), packs: times(asked) }
      })
    await page.route('**/*.pack', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 200))
      await route.continue()
    })
    await page.goto(`${origin}/print/blank`)
    const packsSo = async (): Promise<number> => (await timesOf()).packs.length
    await expect.poll(packsSo, { timeout: 30_000 }).toBeGreaterThan(0)
    for (let count = 0; count < 20; count += 1) {
      await page.keyboard.press('Tab')
      await page.waitForTimeout(100)
    }
    const pressedWhile = await packsSo()
    await expect.poll(packsSo, { timeout: 30_000 }).toBeGreaterThan(pressedWhile + 1)
    const { keys, packs } = await timesOf()
    expect(keys).toHaveLength(20)
    const pauses = keys.filter((key, index) => key - (keys[index - 1] ?? key) >= 1500)
    const begun = packs.filter((pack) => pack > Math.min(...keys) && pack < Math.max(...keys))
    // One may have been on its way to the network when the first key was pressed.
    expect(begun.length).toBeLessThanOrEqual(pauses.length + 1)
  })

  test('the glyphs of rare characters come in the background, whatever page is open', async () => {
    const lacking = (): Promise<number> =>
      app.page.evaluate(async () => {
        const packs: readonly unknown[] = await (await fetch('/fonts/packs.json')).json()
        const kept = await (await caches.open('caibao-fonts')).keys()
        return packs.length - kept.length
      })
    await expect.poll(lacking, { timeout: 60_000 }).toBe(0)
  })
})
