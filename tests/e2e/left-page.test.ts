import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { fillingIn } from '#tests/support/filling-in.ts'

// As browsers are set up for people: a page that is left is put aside whole, to go back to it.
const launch = { ...(hasDebugger && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }) }

describe('a form that is left amid a word', () => {
  let app: OpenedApp
  let draft = ''
  const employer = () => app.page.locator('[data-path="basic.employer"]')
  const elsewhere = () => app.addressOf('/healthz').replace('127.0.0.1', 'localhost')

  beforeAll(async () => {
    app = await openApp({ path: '/new', launch })
    app.page.setDefaultTimeout(20_000)
    await fillingIn(app.page).type('姓名', '韦晓莉')
    await fillingIn(app.page).untilSaved()
    draft = app.page.url()
  })
  afterAll(() => app.close())

  test('for another page has it when it is opened again', async () => {
    await employer().fill('北流市隆盛镇中心小学')
    await app.page.goto(elsewhere())
    await app.page.goto(draft)
    await expect.poll(() => employer().inputValue()).toBe('北流市隆盛镇中心小学')
  })

  test('and is loaded anew has it', async () => {
    await employer().fill('北流市隆盛镇初级中学')
    await app.page.reload()
    await expect.poll(() => employer().inputValue()).toBe('北流市隆盛镇初级中学')
  })

  test('with a code typed and not yet chosen has it, loaded anew or left for another sheet', async () => {
    const { page } = app
    const place = page.getByRole('combobox', { name: /籍贯/ })
    await place.fill('450900')
    await page.getByRole('option', { name: /玉林市/ }).waitFor()
    await page.reload()
    await expect.poll(() => place.inputValue()).toBe('玉林市')
    const form = fillingIn(page)
    await form.openSheet('专业技术资格信息')
    await form.addRow()
    const level = page.getByRole('combobox', { name: /职称等级/ })
    await level.fill('中级')
    await page.getByRole('option', { name: /中级/ }).waitFor()
    await page.goBack()
    await place.waitFor()
    await page.evaluate(() => history.forward())
    await expect.poll(() => level.inputValue()).toBe('中级')
    await form.openSheet('基本信息')
  })

  test('and is gone back to, after another tab took it over, goes on saving', async () => {
    const put = (kind: 'pagehide' | 'pageshow') =>
      app.page.evaluate((name) => dispatchEvent(new PageTransitionEvent(name, { persisted: true })), kind)
    await employer().fill('玉林市')
    await put('pagehide')
    const beside = await app.context.newPage()
    await beside.goto(draft)
    await expect.poll(() => beside.locator('[data-path="basic.employer"]').inputValue()).toBe('玉林市')
    await put('pageshow')
    await fillingIn(app.page).untilSaved()
    await employer().fill('玉林市第一中学')
    await fillingIn(app.page).untilSaved()
    await expect.poll(() => beside.locator('[data-path="basic.employer"]').inputValue()).toBe('玉林市第一中学')
    await beside.close()
  })
})
