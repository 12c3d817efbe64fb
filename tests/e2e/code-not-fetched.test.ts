import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { fillingIn } from '#tests/support/filling-in.ts'

// Only this browser can be kept from working offline, so that pages have to be fetched.
describe.runIf(hasDebugger)('code that does not come', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ launch: { serviceWorkers: 'block' } })
  })
  afterAll(() => app.close())

  test('of a page: it says so where the person is, and opens when the network is back', async () => {
    const { page } = app
    const guide = page.getByRole('link', { name: '填写说明' }).first()
    await guide.waitFor()
    // What comes a moment after the first page comes before the network goes.
    await page.waitForLoadState('networkidle')
    await page.setViewportSize({ width: 640, height: 360 })
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
    const address = page.url()
    await app.goOffline()
    await guide.click()
    const note = page.getByRole('alert').filter({ hasText: '这一页没有打开' })
    await note.waitFor()
    expect(page.url()).toBe(address)
    expect(await page.getByRole('alert').count()).toBe(1)
    const { y = -1 } = (await note.boundingBox()) ?? {}
    expect(y).toBeGreaterThanOrEqual(0)
    // Wherever one has scrolled to, what stays in sight lies over something; where the page begins, over nothing.
    await page.evaluate(() => window.scrollTo(0, 0))
    expect(await findAxeViolations(page)).toEqual([])
    await note.getByRole('button', { name: '再试一次' }).click()
    await note.waitFor()
    await app.goOnline()
    await note.getByRole('button', { name: '再试一次' }).click()
    await page.getByRole('heading', { name: '填写说明', level: 1 }).waitFor()
    expect(await note.count()).toBe(0)
  })
  test('of a part: it is no accident, the rest works on, and the part comes when asked for again', async () => {
    const { page, origin } = app
    const lateParts = /assets\/(?:FolderMirror|CopiesState)[^/]*\.js$/
    await page.route(lateParts, (route) => route.abort())
    await page.goto(`${origin}/new`)
    const note = page.getByRole('alert')
    await note.filter({ hasText: '有一部分没有取到' }).waitFor()
    expect(await note.count()).toBe(1)
    expect(await findAxeViolations(page)).toEqual([])
    const form = fillingIn(page)
    await form.type('姓名', '韦春兰')
    await page.unroute(lateParts)
    await note.getByRole('button', { name: '再试一次' }).click()
    await expect.poll(() => note.count()).toBe(0)
    await form.untilSaved()
    expect(await page.getByRole('textbox', { name: '姓名' }).inputValue()).toBe('韦春兰')
    // What came late before has had its moment.
    await page.waitForLoadState('networkidle')
    expect(await note.count()).toBe(0)
  })

  test('of a code table: the levels to choose from say so, and are there when asked for again', async () => {
    const { page, origin } = app
    await page.route(/\/scheme\/divisions-/, (route) => route.abort())
    await page.goto(`${origin}/new`)
    await page.getByRole('combobox', { name: '出生地' }).press('Alt+ArrowDown')
    const levels = page.getByRole('dialog', { name: '按层级选：出生地' })
    await levels.getByText('代码表没有打开').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.unroute(/\/scheme\/divisions-/)
    await levels.getByRole('button', { name: '再试一次' }).click()
    await levels.getByRole('button', { name: '北京市' }).waitFor()
  })
})
