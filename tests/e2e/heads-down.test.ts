import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { fillingIn } from '#tests/support/filling-in.ts'

describe('filling in without looking up', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    await app.page.setViewportSize({ width: 1280, height: 720 })
    await app.page.getByRole('textbox', { name: /姓名/ }).waitFor()
  })
  afterAll(() => app.close())

  const press = (key: string) => app.page.keyboard.press(key)
  const focused = (): Promise<string> =>
    app.page.evaluate(() => document.activeElement?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '')

  test('Enter in the last field of a sheet leads to the next sheet', async () => {
    await app.page.getByRole('textbox', { name: /电子邮箱/ }).focus()
    await press('Enter')
    await expect.poll(focused).toBe('学历学位情况 →')
    await press('Enter')
    await app.page.getByRole('heading', { level: 1, name: '学历学位情况' }).waitFor()
  })

  test('and in the last field of a row to what adds one, or to the next row', async () => {
    const { page } = app
    await page
      .getByRole('link', { name: /奖励情况/ })
      .first()
      .click()
    await page.getByRole('heading', { level: 1, name: '奖励情况' }).waitFor()
    const add = page.getByRole('button', { name: '增加一条' })
    await add.click()
    // The new row takes the focus by itself.
    await page.locator('.row-card.open input:focus').waitFor()
    await page.locator('.row-card.open input').last().focus()
    await press('Enter')
    await expect.poll(focused).toBe('增加一条')
    await press('Enter')
    await expect.poll(() => page.locator('.row-card').count()).toBe(2)
    await page.locator('.row-card.open input:focus').waitFor()
    await page.locator('.row-card .summary').first().click()
    // Only an open row has fields.
    await page.locator('.row-card').first().locator('input').last().focus()
    await press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('summary')
  })

  test('whether it is saved stays in sight, except where there is no room', async () => {
    const { page } = app
    await page
      .getByRole('link', { name: /基本信息/ })
      .first()
      .click()
    const topOf = (selector: string): Promise<number> =>
      page.evaluate((found) => document.querySelector(found)?.getBoundingClientRect().top ?? -1, selector)
    const scrollDown = () => page.evaluate(() => window.scrollTo(0, 500))
    await page.getByRole('textbox', { name: /电子邮箱/ }).focus()
    await scrollDown()
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(200)
    await expect.poll(() => topOf('.app-header')).toBe(0)
    // What goes back up has the focus below the head, not under it.
    for (let step = 0; step < 12; step += 1) await press('Shift+Enter')
    await expect.poll(() => topOf(':focus')).toBeGreaterThan(56)
    expect(await findAxeViolations(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 256 })
    await scrollDown()
    await expect.poll(() => topOf('.app-header')).toBeLessThan(-100)
    await page.setViewportSize({ width: 1280, height: 720 })
  })

  test('a notice does not lie over an open list', async () => {
    const { page } = app
    await page
      .getByRole('link', { name: /奖励情况/ })
      .first()
      .click()
    const card = page.locator('.row-card.open')
    await page.locator('.row-card').first().waitFor()
    if ((await card.count()) === 0) await page.locator('.row-card .summary').first().click()
    await page.getByRole('button', { name: /^删除/ }).first().click()
    const notice = page.locator('.toast')
    await notice.waitFor()
    await page.setViewportSize({ width: 1280, height: 560 })
    await page.locator('.row-card .summary').last().click()
    const level = page.getByRole('combobox', { name: /奖励级别/ })
    await level.click()
    await level.fill('')
    const list = page.getByRole('listbox')
    await list.waitFor()
    const isOver = (): Promise<boolean> =>
      page.evaluate(() => {
        const [told, hanging] = ['.toast', '[role=listbox]'].map((found) => document.querySelector(found))
        const [one, other] = [told?.getBoundingClientRect(), hanging?.getBoundingClientRect()]
        return !one || !other || (one.bottom > other.top && other.bottom > one.top)
      })
    await expect.poll(isOver).toBe(false)
    await press('Escape')
    await page.setViewportSize({ width: 1280, height: 720 })
  })

  test('a certificate without a number has one button', async () => {
    const { page } = app
    await page
      .getByRole('link', { name: /专业技术资格信息/ })
      .first()
      .click()
    // The sheet before adds rows as well.
    await page.getByRole('heading', { level: 1, name: '专业技术资格信息' }).waitFor()
    await page.getByRole('button', { name: '增加一条' }).click()
    // A row that is empty throughout is asked about as a row.
    await fillingIn(page).type('签发时间', '200612')
    await page.getByRole('textbox', { name: /证书编号/ }).focus()
    await page.getByRole('textbox', { name: /证书管理号/ }).focus()
    await page.getByText('证书编号必须填写').first().waitFor()
    const numberless = page.getByRole('main').getByRole('button', { name: /没有编号/ })
    await expect.poll(() => numberless.count()).toBe(1)
  })

  test('a wrong ID number is not said to be wrong where nobody knows', async () => {
    const { page } = app
    await page
      .getByRole('link', { name: /基本信息/ })
      .first()
      .click()
    const form = fillingIn(page)
    await form.type('身份证号', '452526197904182628')
    await page.getByText('请与身份证逐位核对').first().waitFor()
    await form.type('身份证号', '452526197913182627')
    await page.getByText('第 7–14 位也不是一个日期').first().waitFor()
    await expect.poll(() => page.getByText(/第 \d+ 位前后/).count()).toBe(0)
  })

  test('a wrong passphrase is typed once more where it was typed', async () => {
    const { page } = app
    await page.goto(`${app.origin}/backup`)
    await page.getByRole('textbox', { name: '口令', exact: true }).fill('北流芭蕉二〇二六')
    await page.getByRole('textbox', { name: '再输一遍口令' }).fill('北流芭蕉二〇二六')
    const { path } = await app.download(() => page.getByRole('button', { name: '生成备份' }).click())
    await page.goto(`${app.origin}/restore`)
    await page.getByLabel('选备份文件').last().setInputFiles(path)
    const passphrase = page.getByRole('textbox', { name: '口令' })
    await passphrase.fill('不是这个口令呀')
    await page.getByRole('button', { name: '打开备份' }).click()
    await page.getByText('口令不对').waitFor()
    await expect.poll(() => passphrase.evaluate((input) => input === document.activeElement)).toBe(true)
  })
})
