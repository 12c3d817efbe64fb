import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { fillingIn } from '#tests/support/filling-in.ts'

describe('交还电脑', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    app.page.setDefaultTimeout(10_000)
    const form = fillingIn(app.page)
    await form.type('姓名', '黄丽娟')
    await form.choose('民族', 'zz', '壮族')
    await form.untilSaved()
  })
  afterAll(() => app.close())

  test('erases nothing while a record is only here, unless that is what the person wants', async () => {
    const { page } = app
    await page.goto(app.origin)
    await page.getByRole('link', { name: '交还电脑' }).click()
    await page.getByText('只在这台电脑上').first().waitFor()
    await page.getByRole('textbox', { name: /确认清空/ }).fill('清空')
    const erase = page.getByRole('button', { name: '清空这台电脑上的记录' })
    expect(await erase.isDisabled()).toBe(true)
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('checkbox', { name: '不要了，可以清掉：黄丽娟' }).check()
    expect(await erase.isEnabled()).toBe(true)
    await page.getByRole('textbox', { name: /确认清空/ }).fill('')
    expect(await erase.isDisabled()).toBe(true)
  })

  test('a backup that was read back is proof enough', async () => {
    const { page } = app
    await page.goto(`${app.origin}/backup`)
    await page.getByRole('textbox', { name: '口令', exact: true }).fill('南宁的木棉花开了')
    await page.getByRole('textbox', { name: '再输一遍口令' }).fill('南宁的木棉花开了')
    const file = await app.download(() => page.getByRole('button', { name: '生成备份' }).click())
    await chooseFiles(page, page.getByText('选刚才保存的文件核对'), [file.path])
    await page.getByText('已读回核对').waitFor()
    await page.goto(`${app.origin}/hand-back`)
    await page.getByText('备份文件里有，核对过').waitFor()
    await page.getByRole('textbox', { name: /确认清空/ }).fill('清空')
    await page.getByRole('button', { name: '清空这台电脑上的记录' }).click()
    await page.getByText('已清空。').waitFor()
    await page.getByRole('button', { name: '完成' }).click()
    await page.getByText('还没有记录').waitFor()
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('caibao.')))).toEqual([])
    await page.goto(`${app.origin}/submissions`)
    await expect.poll(() => page.getByText('还没有生成过报送文件。').count()).toBe(1)
    await page.goto(`${app.origin}/new`)
    await page.getByRole('combobox', { name: /民族/ }).click()
    await page.getByRole('option').first().waitFor()
    expect(await page.getByText('最近用过').count()).toBe(0)
  })
})
