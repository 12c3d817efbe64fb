import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'

describe('undo', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    app.page.setDefaultTimeout(10_000)
    await app.page.getByRole('button', { name: '撤销' }).waitFor()
  })
  afterAll(() => app.close())
  const field = (name: string) => app.page.getByRole('textbox', { name: new RegExp(`^${name}`) })
  const announced = (text: string) => app.page.getByRole('status').getByText(text).waitFor()

  test('takes back field by field, says so and goes there; redo does it again', async () => {
    const { page } = app
    await field('姓名').fill('黄丽娟')
    await field('身份证号').fill('450103198001151236')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: '撤销' }).click()
    await announced('已撤销：基本信息 · 身份证号')
    expect(await field('身份证号').inputValue()).toBe('')
    expect(await field('身份证号').evaluate((input) => input === document.activeElement)).toBe(true)
    // Sex and date of birth came from the number and go with it.
    expect(await field('出生日期').inputValue()).toBe('')
    await page.keyboard.press('Control+z')
    await announced('已撤销：基本信息 · 姓名')
    expect(await field('姓名').inputValue()).toBe('')
    await page.keyboard.press('Control+y')
    await announced('已重做：基本信息 · 姓名')
    await page.keyboard.press('Control+Shift+z')
    expect(await field('身份证号').inputValue()).toBe('450103198001151236')
    expect(await field('出生日期').inputValue()).toBe('1980-01-15')
    expect(await page.getByRole('button', { name: '重做' }).isDisabled()).toBe(true)
  })

  test('leaves the keys just typed to the browser, then goes on field by field', async () => {
    const { page } = app
    await field('单位').first().focus()
    await page.keyboard.type('abc')
    for (let presses = 0; presses < 5 && (await field('单位').first().inputValue()) !== ''; presses += 1) {
      await page.keyboard.press('Control+z')
    }
    expect(await field('单位').first().inputValue()).toBe('')
    expect(await field('身份证号').inputValue()).toBe('450103198001151236')
    // First the step that is empty now, then the one before it.
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    expect(await field('身份证号').inputValue()).toBe('')
    await page.keyboard.press('Control+y')
  })

  test('brings a deleted row back where it was', async () => {
    const { page } = app
    await page
      .getByRole('navigation', { name: '采集表' })
      .first()
      .getByRole('link', { name: /学历学位/ })
      .click()
    await page.getByRole('textbox', { name: /^毕业院校/ }).fill('广西大学')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: /^删除/ }).first().click()
    await page.keyboard.press('Control+z')
    await announced('已撤销：学历学位情况 第 1 条')
    expect(await page.getByRole('textbox', { name: /^毕业院校/ }).inputValue()).toBe('广西大学')
    expect(await page.getByText('已删除第 1 条').count()).toBe(0)
  })

  test('is saved like any change', async () => {
    const { page } = app
    await page
      .getByText(/已保存/)
      .first()
      .waitFor()
    await page.reload()
    await expect.poll(() => page.getByRole('button', { name: /广西大学/ }).count()).toBe(1)
  })
})
