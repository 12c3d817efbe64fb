import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { keepsFocusWhenSized } from '#tests/support/engine.ts'

describe('understanding what to fill in', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp()
    app.page.setDefaultTimeout(10_000)
    if (keepsFocusWhenSized) await app.page.setViewportSize({ width: 360, height: 740 })
  })
  afterAll(() => app.close())

  test('the introduction can be skipped, and is not shown again until it is asked for', async () => {
    const { page } = app
    const intro = page.getByRole('region', { name: '第一次使用？' })
    await intro.waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await intro.getByRole('button', { name: '知道了' }).click()
    await page.reload()
    await page.getByText('还没有记录').waitFor()
    expect(await intro.count()).toBe(0)
    await page.getByRole('link', { name: '填写说明' }).click()
    await page.getByRole('button', { name: '再看一遍入门介绍' }).click()
    await intro.waitFor()
  })

  test('the example is complete, can be looked through and not handed in', async () => {
    const { page } = app
    await page.getByRole('button', { name: '看一份示例' }).click()
    await page.getByText('这是一份示例，内容是编造的').waitFor()
    await page.getByRole('button', { name: '生成报送' }).click()
    await page.getByText('这是一份示例，不能报送').waitFor()
    expect(await page.getByText('还不能报送').count()).toBe(1)
  })

  test('the answers to a field open over the form, by key and by touch, and close again', async () => {
    const { page } = app
    await page.goto(`${app.origin}/new`)
    const employer = page.getByRole('textbox', { name: /^\s*单位(\s|$)/ })
    await employer.focus()
    await page.keyboard.press('F1')
    const dialog = page.getByRole('dialog', { name: '填写说明：单位' })
    await dialog.getByText('统一以单位公章上的名称为准').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await employer.focus()
    await page.getByRole('button', { name: '填写说明 F1' }).filter({ visible: true }).click()
    await dialog.waitFor()
    await dialog.getByRole('button', { name: '回到填写' }).click()
    await expect.poll(() => employer.evaluate((input) => input === document.activeElement)).toBe(true)
  })

  test('so do the answers behind a message', async () => {
    const { page } = app
    await page.setViewportSize({ width: 1366, height: 800 })
    const panel = page.getByRole('complementary', { name: '检查' })
    const message = panel.getByRole('listitem').filter({ hasText: '“第一学历”必须填写' })
    await message.getByRole('button', { name: '填写说明' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    expect(await dialog.innerText()).toContain('首次毕业、就业的学历')
    await page.keyboard.press('Escape')
  })

  test('the guide is searched', async () => {
    const { page } = app
    await page.goto(`${app.origin}/guide`)
    await page.getByRole('searchbox').fill('证书管理号')
    await page.getByText('2011年之后新版职称证书才有的').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('searchbox').fill('谁也没写过')
    await page.getByText('没有找到').waitFor()
    await page.goto(`${app.origin}/guide/S2-16`)
    await page.getByText('说明该资格证书不属于我们采集的范畴').waitFor()
  })

  test('questions about a certificate lead to an answer with its source, by keyboard alone', async () => {
    const { page } = app
    await page.goto(`${app.origin}/guide/certificates`)
    await page.getByRole('button', { name: '职称证书（专业技术资格证书）' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('政工系列')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('不用填。政工系列资格证书不属于此次采集范围。').waitFor()
    await page.getByText('依据：问答 S1-17').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '上一步' }).click()
    await page.getByRole('button', { name: '不是' }).click()
    await page.getByRole('button', { name: '考试取得的' }).click()
    await page.getByRole('button', { name: '是', exact: true }).click()
    await page.getByRole('button', { name: '找得到' }).click()
    await page.getByRole('button', { name: /去填写/ }).click()
    await page.getByRole('heading', { level: 1, name: '专业技术资格信息' }).waitFor()
  })
})
