import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { Submission } from '#core/submission/submission.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { giveReasons } from '#tests/support/generate-submission.ts'
import { pdfText } from '#tests/support/pdf-text.ts'
import { aReturnSlipContent, someUnitKeys } from '#tests/support/units.ts'

describe('rare characters', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    await app.page.getByRole('button', { name: '撤销' }).waitFor()
  })
  afterAll(() => app.close())
  const name = () => app.page.getByRole('textbox', { name: /^\s*姓名/ })
  const dialog = () => app.page.getByRole('dialog', { name: '找生僻字' })
  const isNameFocused = () => name().evaluate((input) => input === document.activeElement)

  test('are found by components and put where the cursor stands', async () => {
    const { page } = app
    await name().fill('黄娟')
    await name().press('ArrowLeft')
    await page.keyboard.press('F2')
    await dialog().getByRole('searchbox').fill('由页')
    await dialog()
      .getByRole('button', { name: /^𬱖\s*di/ })
      .waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await dialog().getByRole('searchbox').fill('谁')
    await dialog().getByText('没有找到').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await dialog().getByRole('searchbox').fill('yi')
    await dialog()
      .getByText(/^列出前 120 个，共 \d+ 个/)
      .waitFor()
    await expect.poll(() => dialog().getByRole('listitem').count()).toBe(120)
    expect(await findAxeViolations(page)).toEqual([])
    await dialog().getByRole('searchbox').fill('由页')
    await dialog()
      .getByRole('button', { name: /^𬱖\s*di/ })
      .click()
    await expect.poll(() => name().inputValue()).toBe('黄𬱖娟')
    await expect.poll(isNameFocused).toBe(true)
    await page.keyboard.type('x')
    await expect.poll(() => name().inputValue()).toBe('黄𬱖x娟')
  })

  test('are not looked for where a code, a date or a number stands', async () => {
    const { page } = app
    const others = [
      page.getByRole('combobox', { name: /民族/ }),
      page.getByRole('textbox', { name: /^\s*出生日期/ }),
      page.getByRole('textbox', { name: /身份证号/ }),
    ]
    for (const field of others) {
      await field.press('F2')
      // What F2 brings comes before what F1 brings.
      await page.keyboard.press('F1')
      const guide = page.getByRole('dialog', { name: /填写说明/ })
      await guide.waitFor()
      expect(await dialog().count()).toBe(0)
      await page.keyboard.press('Escape')
      await guide.waitFor({ state: 'hidden' })
    }
  })

  test('by code point, by touch, and without a network', async () => {
    const { page } = app
    await app.untilOfflineReady()
    await app.goOffline()
    await page.reload()
    await name().fill('韦')
    await page.getByRole('button', { name: '找生僻字 F2' }).filter({ visible: true }).click()
    await dialog().getByRole('searchbox').fill('U+20BB7')
    await dialog().getByRole('button', { name: /^𠮷/ }).click()
    await expect.poll(() => name().inputValue()).toBe('韦𠮷')
    await expect.poll(isNameFocused).toBe(true)
    await page.keyboard.press('Control+z')
    await expect.poll(() => name().inputValue()).toBe('韦')
  })
})

describe('a name of rare characters', () => {
  // By pinyin, by components and by code point; the first three beyond the BMP.
  const written = '\u{2CC56}\u{20BB7}\u{28000}\u4DAE'
  let app: OpenedApp
  let draft = ''
  let handedIn: Submission
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    app.page.setDefaultTimeout(20_000)
    await fillDraft(app.page)
    draft = new URL(app.page.url()).pathname.split('/').slice(0, 3).join('/')
  })
  afterAll(() => app.close())
  const name = () => app.page.getByRole('textbox', { name: /^\s*姓名/ })

  test('is put together by pinyin, by components and by code point, and is there after a reload', async () => {
    const { page } = app
    await page.goto(`${app.origin}${draft}/basic`)
    await name().fill('')
    for (const [index, query] of ['di', '土口', 'U+28000', '龙天'].entries()) {
      await name().press('End')
      await name().press('F2')
      const dialog = page.getByRole('dialog', { name: '找生僻字' })
      await dialog.getByRole('searchbox').fill(query)
      const character = [...written][index] ?? ''
      await dialog.getByRole('button', { name: new RegExp(`^${character}`, 'u') }).click()
      await dialog.waitFor({ state: 'hidden' })
      await expect.poll(() => name().inputValue()).toBe([...written].slice(0, index + 1).join(''))
    }
    expect(await name().inputValue()).toBe(written)
    await name().press('Tab')
    await fillingIn(page).untilSaved()
    await page.reload()
    await expect.poll(() => name().inputValue()).toBe(written)
  })

  test('stands on paper', async () => {
    const { page } = app
    await page.goto(`${app.origin}${draft}/print`)
    await page.getByRole('img', { name: /^第 1 页/ }).waitFor()
    const file = await app.download(() => page.getByRole('button', { name: '保存 PDF' }).click())
    expect(pdfText(await readFile(file.path)).join('')).toContain(written)
  })

  test('goes into the file that is handed in', async () => {
    const { page } = app
    await page.goto(`${app.origin}${draft}/hand-in`)
    await giveReasons(page)
    const file = await app.download(() => page.getByRole('button', { name: '生成报送' }).click())
    expect(file.fileName).toMatch(new RegExp(`^${written}_\\d{6}…\\d{4}_\\d{8}_r1\\.rpu$`, 'u'))
    const read = await readSubmission(await readFile(file.path, 'utf8'))
    if (!read.ok) throw new Error(read.error.code)
    expect(read.value.content.record.basic['name']).toBe(written)
    handedIn = read.value
  })

  test.each(['/submissions', '/outbox'])('stands whole in %s', async (path) => {
    await app.page.goto(app.origin + path)
    const named = app.page.getByRole('listitem').getByText(written, { exact: true })
    await expect.poll(() => named.count()).toBe(1)
  })

  test('stands whole where the unit sends it back', async () => {
    const { page } = app
    const unit = await someUnitKeys()
    const slip = aReturnSlipContent({ submissionDigest: handedIn.digest, recordId: handedIn.content.record.id })
    await page.goto(`${app.origin}/returned`)
    const text = await signReturnSlip(slip, unit.signing)
    await chooseFiles(page, page.getByRole('button', { name: '打开退回单…' }), [{ name: 'a.rtn', text }])
    await expect.poll(() => page.getByText(`“${written}”`).count()).toBe(1)
    await page.getByText('这份记录没有采集任务可对照').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('stands whole in the history, beside the name it has now', async () => {
    const { page } = app
    await page.goto(`${app.origin}${draft}/basic`)
    const other = '\u{2CEB0}\u{20BB7}'
    await fillingIn(page).type('姓名', other)
    await fillingIn(page).untilSaved()
    await page.getByRole('link', { name: '历史' }).click()
    await page.getByRole('button', { name: '与现在有 1 处不同' }).first().click()
    const difference = page.getByRole('listitem').filter({ hasText: other }).last()
    await expect
      .poll(() => difference.innerText())
      .toMatch(new RegExp(`姓名[^]*当时\\s*${written}[^]*现在\\s*${other}`, 'u'))
  })
})
