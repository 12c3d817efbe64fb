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
    const asked: string[] = []
    await page.route('**/*.pack', async (route) => {
      asked.push(route.request().url())
      await new Promise((resolve) => setTimeout(resolve, 200))
      await route.continue()
    })
    await page.goto(`${origin}/print/blank`)
    await expect.poll(() => asked.length, { timeout: 30_000 }).toBeGreaterThan(0)
    await page.keyboard.press('Tab')
    // What was on its way when the first key was pressed may still end.
    await page.waitForTimeout(500)
    asked.length = 0
    for (let pressed = 0; pressed < 20; pressed += 1) {
      await page.keyboard.press('Tab')
      await page.waitForTimeout(100)
    }
    expect(asked).toEqual([])
    await expect.poll(() => asked.length, { timeout: 30_000 }).toBeGreaterThan(0)
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
