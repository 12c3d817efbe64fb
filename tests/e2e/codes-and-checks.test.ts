import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { type FillingIn, fillingIn, untilEditable } from '#tests/support/filling-in.ts'

describe('codes and checks', () => {
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
    await untilEditable(app.page, app.page.getByRole('textbox', { name: /姓名/ }))
  })
  afterAll(() => app.close())

  const box = (name: RegExp) => app.page.getByRole('combobox', { name })
  const check = () => app.page.getByRole('region', { name: '检查' })

  test('an entry is found by code, name, initials, pinyin and a former name', async () => {
    for (const query of ['450981', '北流市', 'bls', 'beiliushi', '玉林地区北流县']) {
      await box(/出生地/).click()
      await box(/出生地/).fill(query)
      await app.page.getByRole('option', { name: /北流/ }).first().waitFor()
      const first = app.page.getByRole('option').first()
      await expect.poll(() => first.textContent(), { message: query }).toContain('北流')
      await box(/出生地/).press('Escape')
    }
  })

  test('an abolished place says what it is called today', async () => {
    await box(/出生地/).fill('玉林地区北流县')
    await expect.poll(() => app.page.getByRole('option', { name: /现为.*北流市/ }).count()).toBeGreaterThan(0)
  })

  test('what is not on the list is not collected, and nothing is taken for it', async () => {
    await box(/民族/).click()
    await box(/民族/).fill('外星族')
    await app.page.getByRole('status').filter({ hasText: '不在列表中' }).waitFor()
    await box(/民族/).press('Tab')
    await app.page.getByText('“外星族”不在列表中').waitFor()
    await expect.poll(() => box(/民族/).inputValue()).toBe('')
  })

  test('what was not taken is still said when a dialog stood over it', async () => {
    await box(/民族/).fill('外星族')
    await box(/民族/).press('Control+s')
    const dialog = app.page.getByRole('dialog')
    await dialog.waitFor()
    await app.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    const said = app.page.getByText('“外星族”不在列表中')
    await expect.poll(() => said.isVisible()).toBe(true)
    await box(/民族/).fill('汉')
    await said.waitFor({ state: 'hidden' })
  })

  test('a code chosen with the mouse is taken back with Ctrl+Z where one stands', async () => {
    await app.page.getByRole('button', { name: '撤销' }).waitFor()
    await box(/民族/).click()
    await app.page.getByRole('option', { name: '汉族' }).click()
    await expect.poll(() => box(/民族/).inputValue()).toBe('汉族')
    await app.page.keyboard.press('Control+z')
    await app.page.getByText('已撤销：基本信息 · 民族').waitFor()
    await expect.poll(() => box(/民族/).inputValue()).toBe('')
  })

  test('a place is found by going down the tree with keys', async () => {
    await box(/籍贯/).focus()
    await box(/籍贯/).press('Alt+ArrowDown')
    const dialog = app.page.getByRole('dialog')
    await dialog.getByRole('button', { name: /广西/ }).first().waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await dialog.getByRole('button', { name: /广西/ }).first().press('Enter')
    await dialog
      .getByRole('button', { name: /玉林市/ })
      .first()
      .press('Enter')
    await dialog
      .getByRole('button', { name: /北流市/ })
      .first()
      .press('Enter')
    await expect.poll(() => box(/籍贯/).inputValue()).toBe('北流市')
  })

  test('recent choices come first', async () => {
    await form.choose('出生地', 'beiliushi')
    await box(/籍贯/).click()
    const first = app.page.getByRole('listbox').getByRole('option').first()
    await first.getByText('最近用过').waitFor()
    expect(await first.textContent()).toContain('北流市')
  })

  test('a title brings its level and series, whichever is chosen first, and the way narrows the committees', async () => {
    await form.openSheet('专业技术资格信息')
    await form.addRow()
    await form.choose('职称系列', '中学教师')
    await box(/资格名称/).click()
    await box(/资格名称/).fill('工程师')
    await app.page.getByRole('status').filter({ hasText: '不在列表中' }).waitFor()
    await box(/资格名称/).fill('中学一级教师')
    await app.page.getByRole('option', { name: '中学一级教师' }).first().click()
    await expect.poll(() => box(/职称等级/).inputValue()).toContain('中级')
    await form.choose('取得方式', '考试取得')
    await box(/评审会/).click()
    await app.page.getByRole('option').first().waitFor()
    const offered = await app.page.getByRole('listbox').getByRole('option').allTextContents()
    expect(offered.length).toBeGreaterThan(0)
    expect(offered.filter((name) => !name.includes('考试'))).toEqual([])
  })

  test('保存 lists what must and what may still be filled in, and leads there', async () => {
    await app.page.getByRole('button', { name: '保存', exact: true }).click()
    const dialog = app.page.getByRole('dialog')
    await dialog.getByText('必录未填', { exact: true }).waitFor()
    await dialog.getByText('非必录未填', { exact: true }).waitFor()
    await dialog.getByRole('button', { name: /“姓名”/ }).click()
    await dialog.waitFor({ state: 'hidden' })
    await expect
      .poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-path')))
      .toBe('basic.name')
  })

  test('F8 walks through what is open, over all sheets, and Shift+F8 back', async () => {
    const at = () => app.page.evaluate(() => document.activeElement?.getAttribute('data-path') ?? '')
    await check()
      .getByRole('button', { name: /必录项/ })
      .first()
      .waitFor()
    const visited: string[] = []
    for (let step = 0; step < 30; step += 1) {
      const before = await at()
      await app.page.keyboard.press('F8')
      // Between two places the focus is nowhere for a moment.
      await expect.poll(async () => ['', before].includes(await at())).toBe(false)
      visited.push(await at())
      if (visited.at(-1)?.startsWith('education') === true) break
    }
    expect(new Set(visited).size).toBe(visited.length)
    expect(visited[0]).toBe('basic.name')
    expect(visited.at(-1)).toMatch(/^education/)
    await app.page.keyboard.press('Shift+F8')
    await expect.poll(at).toBe(visited.at(-2))
  })

  test('a point leads to its place in a row again after the row was closed', async () => {
    const at = () => app.page.evaluate(() => document.activeElement?.getAttribute('data-path') ?? '')
    const point = check().getByRole('button', { name: /^专业技术资格信息 第 1 条 · 取得方式/ })
    await form.openSheet('专业技术资格信息')
    await form.addRow()
    await form.type('证书编号', '甲')
    await point.click()
    await expect.poll(at).toBe('titles[0].acquisitionMethod')
    await app.page.locator('.row-card .summary').click()
    await box(/取得方式/).waitFor({ state: 'detached' })
    await point.click()
    await expect.poll(at).toBe('titles[0].acquisitionMethod')
  })

  test('on a tablet the first sheet is filled in, a list chosen from and checked, and nothing is too wide', async () => {
    await app.page.setViewportSize({ width: 820, height: 1180 })
    const tooWide = () => app.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    await form.type('姓名', '黄丽娟')
    await form.type('身份证号', '452526197904182627')
    await form.type('手机号码', '13807750000')
    await box(/民族/).click()
    await app.page.getByRole('option').first().waitFor()
    expect(await tooWide()).toBeLessThanOrEqual(0)
    await app.page.getByRole('option', { name: '壮族' }).first().click()
    await expect.poll(() => box(/民族/).inputValue()).toBe('壮族')
    await form.untilSaved()
    await app.page.getByRole('button', { name: /展开检查/ }).click()
    await check()
      .getByRole('button', { name: /^基本信息/ })
      .first()
      .waitFor()
    expect(await tooWide()).toBeLessThanOrEqual(0)
  })

  test('on a smaller screen the list of points makes way for the field it led to', async () => {
    await app.page.setViewportSize({ width: 820, height: 1180 })
    await app.page.getByRole('button', { name: /展开检查/ }).click()
    await check()
      .getByRole('button', { name: /^基本信息/ })
      .last()
      .waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    const stands = () =>
      app.page.evaluate(() => {
        const field = document.activeElement
        const { left, top, width, height } = field?.getBoundingClientRect() ?? new DOMRect()
        const met = document.elementFromPoint(left + width / 2, top + height / 2)
        return { path: field?.getAttribute('data-path'), isFree: field?.closest('.field-shell')?.contains(met) }
      })
    const points = check().getByRole('button', { name: /^基本信息/ })
    await points.last().click()
    await expect.poll(async () => (await stands()).path).toMatch(/^basic/)
    await expect.poll(async () => (await stands()).isFree).toBe(true)
  })

  test('a warning stands until a reason is given, and the reason is kept', async () => {
    await form.type('身份证号', '110101197904182628')
    await form.type('出生日期', '1950-01-01')
    await form.type('参加工作时间', '197001')
    const confirm = app.page.getByRole('button', { name: '确认属实' }).first()
    await confirm.click()
    const reason = app.page.getByRole('textbox', { name: '说明理由' })
    await reason.fill('档案如此')
    await reason.press('Enter')
    await app.page.getByText('已确认：档案如此').waitFor()
    await form.untilSaved()
    await app.page.reload()
    await expect.poll(() => app.page.getByText('已确认：档案如此').count()).toBe(1)
  })

  test('who is old enough to have retired is asked on 生成报送, and who has retired is not collected', async () => {
    await form.type('出生日期', '1950-01-01')
    await form.choose('性别', '女')
    await form.untilSaved()
    await app.page.getByRole('button', { name: '生成报送' }).click()
    const question = app.page.getByRole('group', { name: '是否已办理退休手续？' })
    const refusal = app.page.getByText('已办理退休手续的人员暂不采集')
    expect(await question.getByRole('radio', { name: '没有办理' }).isChecked()).toBe(true)
    expect(await findAxeViolations(app.page)).toEqual([])
    await question.getByRole('radio', { name: '已办理退休手续' }).check()
    await expect.poll(() => refusal.count()).toBeGreaterThan(0)
    expect(await findAxeViolations(app.page)).toEqual([])
    await form.untilSaved()
    await app.page.reload()
    await question.waitFor()
    await expect.poll(() => question.getByRole('radio', { name: '已办理退休手续' }).isChecked()).toBe(true)
  })

  test('one click repairs: 11111111, 无, and what is cleaned up is said', async () => {
    await form.type('手机号码', '１３８０７７５００００')
    await expect.poll(() => app.page.getByRole('textbox', { name: /手机号码/ }).inputValue()).toBe('13807750000')
    await app.page.getByText(/半角/).first().waitFor()
    await form.openSheet('专业技术资格信息')
    await form.addRow()
    await app.page.getByRole('button', { name: /没有编号/ }).click()
    await expect.poll(() => app.page.getByRole('textbox', { name: /证书编号/ }).inputValue()).toBe('11111111')
  })

  test('help stands under the active field of every kind and moves nothing', async () => {
    for (const name of ['姓名', '民族', '参加工作时间']) {
      const field = app.page.locator('.field-shell', { hasText: name }).first().locator('input').first()
      await field.focus()
      const described = await field.getAttribute('aria-describedby')
      const help = await app.page.evaluate((ids) => {
        const element = document.getElementById(ids?.split(' ')[0] ?? '')
        return {
          text: element?.textContent?.trim() ?? '',
          isShown: element ? getComputedStyle(element).visibility : '',
        }
      }, described)
      expect(help.text.length, name).toBeGreaterThan(5)
      expect(help.isShown, name).toBe('visible')
      const [withHelp, without] = await app.page.evaluate((ids) => {
        const element = document.getElementById(ids?.split(' ')[0] ?? '')
        const heightOf = () => document.querySelector('main')?.scrollHeight
        const shown = heightOf()
        element?.style.setProperty('display', 'none')
        const hidden = heightOf()
        element?.style.removeProperty('display')
        return [shown, hidden]
      }, described)
      expect(withHelp, name).toBe(without)
    }
  })
})
