import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { keepsFocusWhenSized } from '#tests/support/engine.ts'
import { type FillingIn, fillingIn } from '#tests/support/filling-in.ts'
import { namedDrafts, putDrafts } from '#tests/support/stored-drafts.ts'
import { isHidden } from '#tests/support/touching.ts'

const titles = '专业技术资格信息'

describe('rows and dates', () => {
  let app: OpenedApp
  let form: FillingIn
  beforeAll(async () => {
    app = await openApp()
    form = fillingIn(app.page)
  })
  // Each test has a new draft, in the browser of them all.
  beforeEach(async () => {
    await app.page.setViewportSize({ width: 1366, height: 800 })
    await app.page.goto(`${app.origin}/new`)
    await app.page.getByRole('textbox', { name: /姓名/ }).waitFor()
  })
  afterAll(() => app.close())

  const certificate = () => app.page.getByRole('textbox', { name: /证书编号/ })
  const certificateOf = (row: number) => app.page.locator(`[data-path="titles[${row}].certificateNumber"]`)
  const rowNames = () => app.page.locator('.row-card .summary .number').allTextContents()

  test('rows are added, copied, moved and removed with keys, and a removed one comes back', async () => {
    await form.openSheet(titles)
    await form.addRow()
    await certificate().fill('甲')
    await certificate().press('Control+Enter')
    await certificateOf(1).waitFor()
    await certificate().fill('乙')
    await certificate().press('Alt+ArrowUp')
    await expect.poll(() => certificateOf(0).inputValue()).toBe('乙')
    await app.page.getByRole('button', { name: '复制：第 1 条' }).press('Enter')
    await expect.poll(rowNames).toEqual(['1', '2', '3'])
    await app.page.getByRole('button', { name: '删除：第 2 条' }).press('Enter')
    await expect.poll(rowNames).toEqual(['1', '2'])
    await expect.poll(() => app.page.evaluate(() => document.activeElement !== document.body)).toBe(true)
    await app.page.getByRole('status').getByRole('button', { name: '撤销' }).press('Enter')
    await expect.poll(rowNames).toEqual(['1', '2', '3'])
    await expect.poll(() => certificateOf(1).inputValue()).toBe('乙')
    await form.untilSaved()
    await app.page.reload()
    await expect.poll(rowNames).toEqual(['1', '2', '3'])
  })

  test('what is half typed in a code field moves along with its row, and what is not taken holds it', async () => {
    await form.openSheet(titles)
    await form.addRow()
    await certificate().fill('甲')
    await certificate().press('Control+Enter')
    await certificateOf(1).waitFor()
    await certificate().fill('乙')
    const level = app.page.getByRole('combobox', { name: /职称等级/ })
    await level.fill('中级')
    await level.press('Alt+ArrowUp')
    const levelOf = (row: number) => app.page.locator(`input[data-path="titles[${row}].titleLevel"]`)
    await expect.poll(() => levelOf(0).inputValue()).toBe('中级')
    expect(await certificate().inputValue()).toBe('乙')
    await level.fill('特级')
    await level.press('Alt+ArrowDown')
    await app.page.getByText('“特级”不在列表中，没有采用').waitFor()
    expect(await certificate().inputValue()).toBe('乙')
    expect(await levelOf(0).inputValue()).toBe('中级')
    await app.page.getByRole('button', { name: /^2 / }).click()
    await expect.poll(() => certificate().inputValue()).toBe('甲')
    await expect.poll(() => levelOf(1).inputValue()).toBe('')
  })

  test('what is not taken is said, though the row is closed by the press that left it', async () => {
    await form.openSheet(titles)
    await form.addRow()
    await app.page.getByRole('combobox', { name: /职称等级/ }).fill('特级')
    await app.page.getByRole('button', { name: '复制：第 1 条' }).click()
    await expect.poll(rowNames).toEqual(['1', '2'])
    await app.page.getByText('“特级”不在列表中，没有采用').waitFor()
  })

  test('what is half typed is taken or said where a tap closes the row and leaves the focus in the field', async () => {
    await form.openSheet(titles)
    await form.addRow()
    const level = app.page.getByRole('combobox', { name: /职称等级/ })
    const head = app.page.getByRole('button', { name: /^1 / })
    const tapHead = () => head.evaluate((button: HTMLElement) => button.click())
    await level.fill('特级')
    await tapHead()
    await app.page.getByText('“特级”不在列表中，没有采用').waitFor()
    expect(await level.count()).toBe(1)
    await level.fill('中级')
    await tapHead()
    await expect.poll(() => level.count()).toBe(0)
    await head.click()
    await expect.poll(() => level.inputValue()).toBe('中级')
  })

  test('keys pressed in a dialog over a row neither move it nor add another', async () => {
    await form.openSheet('学历学位情况')
    await form.type('毕业院校', '广西大学')
    await app.page.getByRole('button', { name: '复制：第 1 条' }).click()
    await app.page.locator('[data-path="education[1].school"]').waitFor()
    await form.type('毕业院校', '广西师范大学')
    const names = () => app.page.locator('.row-card .summary .name').allTextContents()
    await expect.poll(names).toEqual([expect.stringContaining('广西大学'), expect.stringContaining('广西师范大学')])
    await app.page.locator('.row-card .summary').first().click()
    const level = app.page.locator('input[data-path="education[0].educationLevel"]')
    await level.waitFor()
    const standing = await names()
    await level.press('Alt+ArrowDown')
    const dialog = app.page.getByRole('dialog')
    await dialog.getByRole('button').first().waitFor()
    await app.page.keyboard.press('Alt+ArrowDown')
    expect(await dialog.isVisible()).toBe(true)
    // In some browsers it presses the button that has the focus as well.
    await app.page.keyboard.press('Control+Enter')
    await form.untilSaved()
    expect(await names()).toEqual(standing)
  })

  test('a removed row is offered back where it stood, and from another sheet only by what still can', async () => {
    await form.openSheet(titles)
    await form.addRow()
    await certificate().fill('甲')
    await app.page.getByRole('button', { name: '删除：第 1 条' }).click()
    const offer = app.page.getByRole('status').getByRole('button', { name: '撤销' })
    await offer.waitFor()
    await form.openSheet('基本信息')
    await app.page.getByRole('textbox', { name: /姓名/ }).waitFor()
    await expect.poll(() => offer.count(), { timeout: 5000 }).toBe(0)
    await app.page.keyboard.press('Control+z')
    await expect.poll(() => certificate().inputValue()).toBe('甲')
  })

  test('sixty rows can all be reached, and the last one filled in', async () => {
    await form.openSheet(titles)
    await form.addRow()
    for (let row = 1; row < 60; row += 1) {
      await app.page.getByRole('button', { name: `复制：第 ${row} 条` }).click()
    }
    await expect.poll(rowNames).toHaveLength(60)
    await certificateOf(59).fill('第六十')
    await form.untilSaved()
    await app.page.reload()
    await app.page.locator('.row-card .summary').nth(59).click()
    await expect.poll(() => certificate().inputValue()).toBe('第六十')
    await app.page.locator('.row-card .summary').first().click()
    await expect.poll(() => certificateOf(0).count()).toBe(1)
  })

  test('as many rows as a sheet may have: that there can be no more is said in place of the button', async () => {
    const drafts = namedDrafts(1, { awards: Array.from({ length: 200 }, () => ({ awardYear: '2009' })) })
    await putDrafts(app.page, drafts)
    await app.page.goto(`${app.origin}/drafts/${drafts[0]?.id}/awards`)
    await app.page.getByText('最多 200 条。').waitFor()
    expect(await app.page.getByRole('button', { name: '增加一条' }).count()).toBe(0)
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('rows are cards on a narrow screen, with everything at hand', async () => {
    await app.page.setViewportSize({ width: 390, height: 800 })
    await form.openSheet(titles)
    await form.addRow()
    await certificate().fill('甲')
    await app.page.getByRole('button', { name: '复制：第 1 条' }).click()
    await expect.poll(rowNames).toEqual(['1', '2'])
    const overflow = await app.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })

  test.runIf(keepsFocusWhenSized)(
    'a keyboard that comes after the focus leaves no field of a row under it',
    async () => {
      const { page } = app
      await form.openSheet('奖励情况')
      await form.addRow()
      const fields = page.locator('main .row-card input[data-path]')
      await fields.first().waitFor()
      const hiddenOnceItCame = async (field: Locator): Promise<string> => {
        await page.setViewportSize({ width: 320, height: 740 })
        await field.focus()
        await page.setViewportSize({ width: 320, height: 360 })
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
        return isHidden(page)
      }
      // What knows of keyboards comes after the form.
      for (const field of await fields.all())
        await expect.poll(() => hiddenOnceItCame(field)).not.toMatch(/the field stands|no field/)
    },
  )

  test('dates are taken as people write them, and show what was understood', async () => {
    const field = app.page.getByRole('textbox', { name: /参加工作时间/ })
    for (const text of ['199307', '1993.7', '1993-07', '1993年7月', '1993/7', '１９９３０７']) {
      await field.fill(text)
      await field.press('Enter')
      await expect.poll(() => field.inputValue(), { message: text }).toBe('1993-07')
      await app.page.getByText('1993年7月').first().waitFor()
    }
    await field.fill('1993年7月5日')
    await field.press('Enter')
    await expect.poll(() => field.inputValue()).toBe('1993-07')
    await app.page.getByText('1993年7月 · 只记到月').waitFor()
    const birth = app.page.getByRole('textbox', { name: /出生日期/ })
    for (const text of ['19790418', '1979.4.18', '1979年4月18日']) {
      await birth.fill(text)
      await birth.press('Enter')
      await expect.poll(() => birth.inputValue(), { message: text }).toBe('1979-04-18')
    }
  })

  test('what is no date is kept as it was typed, and said once', async () => {
    const field = app.page.getByRole('textbox', { name: /参加工作时间/ })
    await field.fill('去年九月')
    await field.press('Enter')
    const shell = app.page.locator('.field-shell', { hasText: '参加工作时间' }).first()
    await shell.getByText(/日期/).first().waitFor()
    // What the rules find of another field tells that they have looked at this one, too.
    await form.type('开始从事专业技术工作时间', '2099-01')
    const other = app.page.locator('.field-shell[data-explains="basic.specialtyStartDate"]')
    await other.getByText('晚于今天').first().waitFor()
    await expect.poll(() => shell.locator('.problem, .issue-note').count()).toBe(1)
    expect(await shell.getByText('晚于今天').count()).toBe(0)
    await form.untilSaved()
    await app.page.reload()
    await expect.poll(() => field.inputValue()).toBe('去年九月')
  })

  test('what is wrong with a date is said exactly', async () => {
    const { page } = app
    await page.setViewportSize({ width: 1366, height: 800 })
    const birth = page.locator('.field-shell[data-explains="basic.birthDate"]')
    await form.type('出生日期', '1979.4')
    await birth.getByText('“出生日期”还差“日”，请写成 1993-07-05 这样').waitFor()
    await form.type('出生日期', '79.4.18')
    await birth.getByText('“出生日期”的年份请写四位').waitFor()
    await form.type('出生日期', '去年九月')
    await birth.getByText('“出生日期”不是有效的日期，请重新填写，例如 1993-07-05').waitFor()
    // A month too few is asked for, and no error.
    const start = page.locator('.field-shell[data-explains="basic.workStartDate"]')
    await form.type('参加工作时间', '2001')
    await start.getByText('请补上月份').waitFor()
    expect(await start.locator('.invalid, .problem').count()).toBe(0)
  })
})
