import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { fillingIn, untilEditable } from '#tests/support/filling-in.ts'
import { lockOnHome } from '#tests/support/locking.ts'

const passphrase = '三月桃花水满江'.repeat(2)

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
    const topOf = async (): Promise<number> => (await note.boundingBox())?.y ?? -1
    await expect.poll(topOf).toBeGreaterThanOrEqual(0)
    // Wherever one has scrolled to, what stays in sight lies over something; where the page begins, over nothing.
    await page.evaluate(() => window.scrollTo(0, 0))
    expect(await findAxeViolations(page)).toEqual([])
    await note.getByRole('button', { name: '再试一次' }).click()
    await note.waitFor()
    await app.goOnline()
    await note.getByRole('button', { name: '再试一次' }).click()
    await page.getByRole('heading', { name: '填写说明', level: 1 }).waitFor()
    await expect.poll(() => note.count()).toBe(0)
  })
  test('of the app itself: a page that stays empty says what to do, and nothing says so once it is there', async () => {
    const { page, origin } = app
    const standing = page.getByText('采报还没有打开')
    await page.route(/assets\/libraries-[^/]*\.js$/, (route) => route.abort())
    await page.goto(`${origin}/new`)
    expect(await standing.isVisible()).toBe(false)
    await standing.waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.unroute(/assets\/libraries-[^/]*\.js$/)
    await page.reload()
    await page.getByRole('textbox', { name: '姓名' }).waitFor()
    expect(await standing.count()).toBe(0)
  })

  test('of the other language: it opens in Chinese', async () => {
    const { page, origin } = app
    const english = /assets\/speak-english[^/]*\.js$/
    await page.evaluate(() => localStorage.setItem('caibao.language', 'en'))
    await page.route(english, (route) => route.abort())
    await page.goto(`${origin}/new`)
    await page.getByRole('textbox', { name: '姓名' }).waitFor()
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN')
    await page.unroute(english)
    await page.reload()
    await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor()
    await expect.poll(() => page.getAttribute('html', 'lang')).toBe('en')
    await page.evaluate(() => localStorage.removeItem('caibao.language'))
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

  test('is not what is told of an accident: that may have left something half done', async () => {
    const { page, origin } = app
    await page.goto(`${origin}/backup`)
    await page.getByRole('checkbox', { name: '不设口令' }).check()
    await page.evaluate(() => {
      URL.createObjectURL = () => {
        throw new Error('nobody thought of this')
      }
    })
    await page.getByRole('button', { name: '生成备份' }).click()
    const note = page.getByRole('alert').filter({ hasText: '程序出了意外' })
    await note.waitFor()
    expect(await page.getByRole('alert').count()).toBe(1)
    expect(await findAxeViolations(page)).toEqual([])
    await note.getByRole('button', { name: '知道了' }).click()
    await note.waitFor({ state: 'detached' })
    await page.reload()
  })

  test('of a code table: the levels to choose from say so, and are there when asked for again', async () => {
    const { page, origin } = app
    await page.route(/\/scheme\/divisions-/, (route) => route.abort())
    await page.goto(`${origin}/new`)
    const place = page.getByRole('combobox', { name: '出生地' })
    await untilEditable(page, place)
    await place.press('Alt+ArrowDown')
    const levels = page.getByRole('dialog', { name: '按层级选：出生地' })
    await levels.getByText('代码表没有打开').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.unroute(/\/scheme\/divisions-/)
    await levels.getByRole('button', { name: '再试一次' }).click()
    await levels.getByRole('button', { name: '北京市' }).waitFor()
  })

  test('of the rare characters: the search says so, and has them when it is opened again', async () => {
    const { page, origin } = app
    await page.route('**/characters/rare.pack', (route) => route.abort())
    await page.goto(`${origin}/new`)
    const name = page.getByRole('textbox', { name: '姓名' })
    await untilEditable(page, name)
    await name.press('F2')
    const dialog = page.getByRole('dialog', { name: '找生僻字' })
    await dialog.getByRole('alert').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.unroute('**/characters/rare.pack')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await name.press('F2')
    await dialog.getByRole('searchbox').fill('ben')
    await dialog.getByRole('listitem').first().waitFor()
  })

  test('of the page that locking goes to: what is open is closed all the same', async () => {
    const { page, origin } = app
    await page.goto(`${origin}/new`)
    const form = fillingIn(page)
    await form.type('姓名', '韦晓莉')
    await form.untilSaved()
    const address = page.url()
    await page.goto(`${origin}/`)
    await lockOnHome(page, '韦晓莉', passphrase)
    await page.goto(address)
    await page.getByLabel('口令', { exact: true }).fill(passphrase)
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: '姓名' }).waitFor()
    await page.waitForLoadState('networkidle')
    await page.route(/assets\/HomePage[^/]*\.js$/, (route) => route.abort())
    await page.getByRole('button', { name: '马上锁好' }).click()
    await page.getByRole('heading', { level: 1, name: '这份记录已上锁' }).waitFor()
    expect(await page.getByText('韦晓莉').count()).toBe(0)
  })
})
