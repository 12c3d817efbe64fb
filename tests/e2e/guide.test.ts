import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { keepsFocusWhenSized, queuesKeys } from '#tests/support/engine.ts'
import { fillingIn } from '#tests/support/filling-in.ts'

describe('understanding what to fill in', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp()
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
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '生成报送' }).click()
    await page.getByText('这是一份示例，不能报送').waitFor()
    await expect.poll(() => page.getByText('还不能报送').count()).toBe(1)
    expect(await findAxeViolations(page)).toEqual([])
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
    // Nothing behind it takes the focus before.
    await dialog.waitFor({ state: 'hidden' })
    await employer.focus()
    await page.getByRole('button', { name: '填写说明 F1' }).filter({ visible: true }).click()
    await dialog.waitFor()
    await dialog.getByRole('button', { name: '回到填写' }).click()
    await expect.poll(() => employer.evaluate((input) => input === document.activeElement)).toBe(true)
  })

  test('a field of which the official answers say little tells so, and where its choices come from', async () => {
    const { page } = app
    await page.getByRole('combobox', { name: /^\s*性别/ }).focus()
    await page.keyboard.press('F1')
    const dialog = page.getByRole('dialog', { name: '填写说明：性别' })
    await dialog.getByText('选项来自代码表“性别”（照标准）。').waitFor()
    expect(await dialog.innerText()).toContain('不是官方规定')
    expect(await dialog.innerText()).toContain('（2）代码选择：性别、民族')
    expect(await findAxeViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
  })

  test('every field of every sheet has an explanation of its own, by key alone', async () => {
    const { page } = app
    const form = fillingIn(page)
    await page.goto(`${app.origin}/new`)
    const { scheme } = (await loadScheme()).bundle
    const explained: string[] = []
    for (const { title, key } of scheme.sheets) {
      if (key !== 'basic') await form.openSheet(title)
      const fields = page.locator('main [data-path]:is(input, textarea)')
      const add = page.getByRole('button', { name: '增加一条' })
      // The heading may stand before the part that draws rows has come.
      await add.or(fields).first().waitFor()
      if ((await add.count()) > 0) await form.addRow()
      await fields.first().waitFor()
      for (let at = 0; at < (await fields.count()); at += 1) {
        const field = fields.nth(at)
        const path = String(await field.getAttribute('data-path'))
        await field.focus()
        await page.keyboard.press('F1')
        const dialog = page.getByRole('dialog', { name: /^填写说明：/ })
        await dialog.waitFor()
        await expect.poll(async () => (await dialog.innerText()).length, { message: path }).toBeGreaterThan(40)
        explained.push(await dialog.getByRole('heading').first().innerText())
        await page.keyboard.press('Escape')
        await dialog.waitFor({ state: 'hidden' })
      }
    }
    const asked = scheme.sheets.flatMap(({ fields }) => fields.filter(({ kind }) => kind !== 'sequence'))
    expect(explained).toEqual(asked.map(({ label }) => `填写说明：${label}`))
  })

  test.runIf(queuesKeys)(
    'opens for a key that was pressed while the page was busy closing the one before',
    async () => {
      const { page } = app
      await page.goto(`${app.origin}/new`)
      await page.getByRole('textbox', { name: /姓名/ }).focus()
      await page.keyboard.press('F1')
      const dialog = page.getByRole('dialog', { name: /^填写说明：/ })
      await dialog.waitFor()
      // Keys go before what a page is told of itself.
      const busy = page.evaluate(() => {
        for (const end = performance.now() + 500; performance.now() < end;);
      })
      await Promise.all([busy, page.keyboard.press('Escape'), page.keyboard.press('F1')])
      await page.waitForTimeout(300)
      await expect.poll(() => dialog.isVisible()).toBe(true)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
    },
  )

  test('at a field with two messages each is told, with what it rests on, by key alone', async () => {
    const { page } = app
    await page.goto(`${app.origin}/new`)
    const form = fillingIn(page)
    await form.choose('性别', '', '男')
    await form.type('出生日期', '1950-01-01')
    await form.untilSaved()
    await page.getByText('已到法定退休年龄').first().waitFor()
    const dialog = page.getByRole('dialog', { name: '填写说明：出生日期' })
    const told = dialog.getByRole('listitem')
    const expectBoth = async (): Promise<void> => {
      await expect.poll(() => told.count()).toBe(2)
      expect(await told.first().innerText()).toMatch(/请核对出生日期。\s+.*问答里没有专门说到/)
      expect(await told.last().innerText()).toMatch(/已到法定退休年龄.*\s+依据：问答 S1-1\s*$/)
      expect(await dialog.innerText()).toMatch(/^S1-1 /m)
    }
    await page.getByRole('textbox', { name: /^\s*出生日期/ }).focus()
    await page.keyboard.press('F1')
    await expectBoth()
    expect(await findAxeViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect.poll(() => dialog.count()).toBe(0)
    // Also from what is said there, with the focus on its button.
    await page.locator('[data-explains="basic.birthDate"]').getByRole('button', { name: '确认属实' }).last().focus()
    await page.keyboard.press('F1')
    await expectBoth()
    await page.keyboard.press('Escape')
  })

  test('from a heading or a button the whole of it opens, to be searched', async () => {
    const { page } = app
    await page.goto(`${app.origin}/new`)
    await page.setViewportSize({ width: 1366, height: 800 })
    const dialog = page.getByRole('dialog', { name: '填写说明', exact: true })
    const save = page.getByRole('button', { name: '保存', exact: true })
    await save.focus()
    await page.keyboard.press('F1')
    await dialog.getByText('S1-17').first().waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await dialog.getByRole('searchbox').and(page.locator(':focus')).waitFor()
    await page.keyboard.type('证书管理号')
    await dialog.getByText('2011年之后新版职称证书才有的').waitFor()
    await dialog.getByRole('button', { name: '回到填写' }).click()
    await expect.poll(() => save.evaluate((button) => button === document.activeElement)).toBe(true)
    const heading = page.getByRole('heading', { level: 1, name: '基本信息' })
    await page
      .getByRole('link', { name: /学历学位情况/ })
      .first()
      .click()
    // Who presses the next link before is still where they were, and has nothing to go to.
    await page.getByRole('heading', { level: 1, name: '学历学位情况' }).waitFor()
    await page
      .getByRole('link', { name: /基本信息/ })
      .first()
      .click()
    await expect.poll(() => heading.evaluate((title) => title === document.activeElement)).toBe(true)
    await page.keyboard.press('F1')
    await dialog.getByText('S1-17').first().waitFor()
    await page.keyboard.press('Escape')
  })

  test('what is said of a sheet leads to its answer, by its button and by key', async () => {
    const { page } = app
    await fillingIn(page).openSheet('学历学位情况')
    const said = page.getByRole('main').getByRole('listitem').filter({ hasText: '“第一学历”必须填写' })
    const dialog = page.getByRole('dialog')
    const expectAnswer = async (): Promise<void> => {
      await expect.poll(() => dialog.innerText()).toContain('首次毕业、就业的学历')
      await page.keyboard.press('Escape')
      await expect.poll(() => dialog.count()).toBe(0)
    }
    const door = said.getByRole('button', { name: '填写说明' })
    await door.click()
    await expectAnswer()
    await door.focus()
    await page.keyboard.press('F1')
    await expectAnswer()
    await said.click()
    await page.keyboard.press('F1')
    await expectAnswer()
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('so do the answers behind a message', async () => {
    const { page } = app
    await page.setViewportSize({ width: 1366, height: 800 })
    const panel = page.getByRole('complementary', { name: '检查' })
    const message = panel.getByRole('listitem').filter({ hasText: '“第一学历”必须填写' })
    await message.getByRole('button', { name: '填写说明' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await expect.poll(() => dialog.innerText()).toContain('首次毕业、就业的学历')
    await page.keyboard.press('Escape')
  })

  test('every message on 生成报送 leads to its answer, or says that no answer speaks of it', async () => {
    const { page } = app
    await page.goto(`${app.origin}/new`)
    const form = fillingIn(page)
    await form.type('出生日期', '1950-01-01')
    await form.untilSaved()
    await page.getByRole('button', { name: '生成报送' }).click()
    await page.getByRole('heading', { level: 1, name: '生成报送' }).waitFor()
    await page.getByRole('textbox', { name: '说明' }).first().waitFor()
    // What asks for a copy comes once the copies are known.
    await page.getByText('报送前请先备份。').waitFor()
    const messages = page.locator('.issue-group li, .warning-reason, .refusals li, .retired-question')
    const doors = page.getByRole('button', { name: '填写说明', exact: true })
    await expect.poll(() => messages.count()).toBeGreaterThan(10)
    await expect.poll(async () => (await doors.count()) - (await messages.count())).toBe(0)
    const dialog = page.getByRole('dialog')
    for (const door of await doors.all()) {
      await door.click()
      await expect.poll(() => dialog.innerText()).toMatch(/^S\d-\d+|问答里没有专门说到/m)
      await dialog.getByRole('button', { name: '回到填写' }).click()
      await expect.poll(() => dialog.count()).toBe(0)
    }
    const place = page.getByRole('button', { name: '基本信息 · 出生日期' }).last()
    await place.focus()
    await page.keyboard.press('F1')
    await page.getByRole('dialog', { name: '填写说明：出生日期' }).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
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
    expect(await findAxeViolations(page)).toEqual([])
    await page.goto(`${app.origin}/guide/S2-16`)
    await page.getByText('说明该资格证书不属于我们采集的范畴').waitFor()
  })

  test.each([
    { said: ['工人技能等级证书'], verdict: '不用填', because: '工人技能等级证书不属于此次采集范围', source: 'S1-17' },
    {
      said: ['职称证书（专业技术资格证书）', '不是', '外省（部）评审或认定的', '没有办理'],
      verdict: '不用填',
      because: '没有在广西办理重新确认的资格',
      source: 'S1-2',
    },
    {
      said: ['职业资格、执业资格或职业水平考试的证书', '不是', '广西', '是', '找得到'],
      verdict: '要填',
      because: '录在第四张表“职业资格证书”',
      source: 'S1-2',
    },
    {
      said: ['职业资格、执业资格或职业水平考试的证书', '不是', '外省', '达到了', '找不到'],
      verdict: '不用填',
      because: '列表里没有的资格名称或专业名称',
      source: 'S2-16',
    },
  ])(
    'a certificate is asked about until it is clear: $verdict by $source',
    async ({ said, verdict, because, source }) => {
      const { page } = app
      await page.goto(`${app.origin}/guide/certificates`)
      for (const name of said) await page.getByRole('button', { name, exact: true }).click()
      await page.getByRole('heading', { level: 2, name: verdict, exact: true }).waitFor()
      await page.getByText(because).first().waitFor()
      await page.getByText(`依据：问答 ${source}`).waitFor()
      await page.getByRole('heading', { name: new RegExp(`^${source}(?!\\d)`) }).waitFor()
      await expect.poll(() => page.getByRole('button', { name: /去填写/ }).count()).toBe(verdict === '要填' ? 1 : 0)
    },
  )

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
    await page.getByRole('button', { name: '是，广西人社厅' }).click()
    await page.getByRole('button', { name: '找得到' }).click()
    await page.getByRole('button', { name: /去填写/ }).click()
    // Several records lie here, and it may belong in any of them.
    await page.getByText('请先打开要填的那份记录，再填“专业技术资格信息”。').waitFor()
    await page.getByRole('heading', { level: 1, name: '我的记录' }).waitFor()
  })
})
