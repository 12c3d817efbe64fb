import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { undoesTyping } from '#tests/support/engine.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { fillDisk, freeDisk } from '#tests/support/full-disk.ts'
import { generateAny } from '#tests/support/generate-submission.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

describe('undo', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    await app.page.getByRole('button', { name: '撤销' }).waitFor()
  })
  afterAll(() => app.close())
  const field = (name: string) => app.page.getByRole('textbox', { name: new RegExp(`^${name}`) })
  const announced = (text: string | RegExp) => app.page.getByRole('status').getByText(text).waitFor()

  test('takes back field by field, says so and goes there; redo does it again', async () => {
    const { page } = app
    await field('姓名').fill('黄丽娟')
    await field('身份证号').fill('450103198001151236')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: '撤销' }).click()
    await announced('已撤销：基本信息 · 身份证号')
    await expect.poll(() => field('身份证号').inputValue()).toBe('')
    await expect.poll(() => field('身份证号').evaluate((input) => input === document.activeElement)).toBe(true)
    // Sex and date of birth came from the number and go with it.
    await expect.poll(() => field('出生日期').inputValue()).toBe('')
    await page.keyboard.press('Control+z')
    await announced('已撤销：基本信息 · 姓名')
    await expect.poll(() => field('姓名').inputValue()).toBe('')
    await page.keyboard.press('Control+y')
    await announced('已重做：基本信息 · 姓名')
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(() => field('身份证号').inputValue()).toBe('450103198001151236')
    await expect.poll(() => field('出生日期').inputValue()).toBe('1980-01-15')
    await expect.poll(() => page.getByRole('button', { name: '重做' }).isDisabled()).toBe(true)
    // What is typed next goes where the focus is.
    await expect.poll(() => field('身份证号').evaluate((input) => input === document.activeElement)).toBe(true)
  })

  test.runIf(undoesTyping)('leaves the keys just typed to the browser, then goes on field by field', async () => {
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
    await expect.poll(() => field('身份证号').inputValue()).toBe('')
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
    await page.getByText('已删除第 1 条').first().waitFor()
    await page.keyboard.press('Control+z')
    await announced('已撤销：学历学位情况 第 1 条')
    await expect.poll(() => page.getByRole('textbox', { name: /^毕业院校/ }).inputValue()).toBe('广西大学')
    await expect.poll(() => page.getByText('已删除第 1 条').count()).toBe(0)
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

  /** The schools of the rows, in their order. */
  const schools = async (): Promise<readonly string[]> => {
    const names = await app.page.locator('.row-card .summary .name').allTextContents()
    return names.map((name) => /广西师范大学|广西大学/.exec(name)?.[0] ?? name)
  }

  test('goes over the whole draft: rows copied and moved, a reason given, and from sheet to sheet', async () => {
    const { page } = app
    const form = fillingIn(page)
    if (!(await page.getByRole('textbox', { name: /^毕业院校/ }).isVisible()))
      await page.getByRole('button', { name: /广西大学/ }).click()
    await page.getByRole('button', { name: '复制：第 1 条' }).click()
    await expect.poll(schools).toEqual(['广西大学', '广西大学'])
    await form.type('毕业院校', '广西师范大学')
    await page.getByRole('button', { name: '上移：第 2 条' }).click()
    await expect.poll(schools).toEqual(['广西师范大学', '广西大学'])
    await form.openSheet('基本信息')
    await form.type('参加工作时间', '199403')
    await form.type('开始从事专业技术工作时间', '199305')
    const started = page.locator('.field-shell:has([data-path="basic.specialtyStartDate"])')
    const given = started.getByText('已确认：先在乡里代课')
    await started.getByText('早于参加工作时间').waitFor()
    await started.getByRole('button', { name: '确认属实' }).click()
    await page.getByRole('textbox', { name: '说明理由' }).fill('先在乡里代课')
    await started.getByRole('button', { name: '记下' }).click()
    await given.waitFor()

    await page.keyboard.press('Control+z')
    await announced('已撤销：基本信息 · 开始从事专业技术工作时间的理由')
    await started.getByRole('button', { name: '确认属实' }).waitFor()
    await expect.poll(() => given.count()).toBe(0)
    await page.keyboard.press('Control+y')
    await announced('已重做：基本信息 · 开始从事专业技术工作时间的理由')
    await given.waitFor()
    const undo = page.getByRole('button', { name: '撤销', exact: true }).first()
    await undo.click()
    await undo.click()
    await announced(/已撤销：基本信息 · 开始从事专业技术工作时间$/)
    await undo.click()
    await announced('已撤销：基本信息 · 参加工作时间')
    await undo.click()
    await page.getByRole('heading', { level: 1, name: '学历学位情况' }).waitFor()
    await expect.poll(schools).toEqual(['广西大学', '广西师范大学'])
    await undo.click()
    await expect.poll(schools).toEqual(['广西大学', '广西大学'])
    await undo.click()
    await expect.poll(schools).toEqual(['广西大学'])
    for (let steps = 0; steps < 3; steps += 1) await page.getByRole('button', { name: '重做' }).click()
    await expect.poll(schools).toEqual(['广西师范大学', '广西大学'])
    await form.untilSaved()
    await page.reload()
    await expect.poll(schools).toEqual(['广西师范大学', '广西大学'])
  })

  test('stands still behind a dialog; what says what stood there already is no step', async () => {
    const { page } = app
    await fillingIn(page).openSheet('基本信息')
    await field('姓名').fill('黄丽芳')
    await field('姓名').fill('黄丽芳')
    await page.keyboard.press('Tab')
    await field('姓名').fill('黄丽芳')
    await page.keyboard.press('F2')
    const dialog = page.getByRole('dialog', { name: '找生僻字' })
    await dialog.getByRole('button').last().focus()
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    expect(await field('姓名').inputValue()).toBe('黄丽芳')
    expect(await page.getByRole('button', { name: '重做' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: '撤销', exact: true }).first().click()
    await announced('已撤销：基本信息 · 姓名')
    await expect.poll(() => field('姓名').inputValue()).toBe('黄丽娟')
  })
})

describe('the history of a record', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
  })
  afterAll(() => app.close())
  const school = () => app.page.getByRole('textbox', { name: /^现从事何种/ })

  test('keeps what stood before the record was opened again, and brings it back', async () => {
    const { page } = app
    const form = fillingIn(page)
    await form.type('姓名', '黄丽娟')
    await form.type('现从事何种专业技术工作', '高中语文教学')
    await form.untilSaved()
    await page.reload()
    await form.type('现从事何种专业技术工作', '初中语文教学')
    await form.untilSaved()
    await page.getByRole('link', { name: '历史' }).click()
    await page.getByRole('button', { name: '与现在有 1 处不同' }).click()
    const difference = page.getByRole('listitem').filter({ hasText: '高中语文教学' }).last()
    await difference.waitFor()
    await expect
      .poll(() => difference.innerText())
      .toMatch(/现从事何种专业技术工作[^]*当时\s*高中语文教学[^]*现在\s*初中语文教学/)
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '恢复成这样' }).click()
    await page.getByText('恢复之前', { exact: true }).waitFor()
    await page.getByRole('link', { name: '返回填写' }).click()
    await expect.poll(() => school().inputValue()).toBe('高中语文教学')
    await page.reload()
    await expect.poll(() => school().inputValue()).toBe('高中语文教学')
  })

  test('says so where what was brought back cannot be saved, and saves it at the second try', async () => {
    const { page } = app
    await page.getByRole('link', { name: '历史' }).click()
    await page.getByRole('button', { name: '与现在有 1 处不同' }).first().click()
    await fillDisk(page)
    await page.getByRole('button', { name: '恢复成这样' }).click()
    await page.getByText('STORAGE_FULL').waitFor()
    expect(await page.getByText('已恢复').count()).toBe(0)
    expect(await findAxeViolations(page)).toEqual([])
    await freeDisk(page)
    await page.getByRole('button', { name: '再试一次' }).click()
    await expect.poll(() => page.getByText('STORAGE_FULL').count()).toBe(0)
    await page.getByRole('link', { name: '返回填写' }).click()
    await expect.poll(() => school().inputValue()).toBe('初中语文教学')
    await page.reload()
    await expect.poll(() => school().inputValue()).toBe('初中语文教学')
  })
})

describe('the person’s own last submission as the start of a new draft', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    await fillDraft(app.page)
    await generateAny(app)
  })
  afterAll(() => app.close())
  const mobile = () => app.page.getByRole('textbox', { name: /^手机号码/ })

  test('is taken from 报送记录, changed fields marked against it, and what was handed in stays as it is', async () => {
    const { page } = app
    await page.goto(app.origin)
    await page.getByRole('link', { name: '报送记录' }).first().click()
    await page.getByRole('link', { name: /^以此为基础新填：.+\.rpu$/ }).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('link', { name: /^以此为基础新填：.+\.rpu$/ }).click()
    await page.getByText('“韦晓莉”的第 1 次报送').waitFor()
    await page.getByText('这台电脑上已有这份记录的草稿').waitFor()
    await page.getByRole('button', { name: '以此为基础新填' }).click()
    await page.getByText('与导入的报送相比，还没有改动。').waitFor()
    await expect.poll(() => mobile().inputValue()).toBe('13807750000')

    const form = fillingIn(page)
    await form.type('手机号码', '13807750001')
    await form.type('现从事何种专业技术工作', '初中语文教学')
    await page.getByText('与导入的报送相比，改了 2 处。').waitFor()
    const marked = (path: string, was: string) =>
      page.locator(`.field-shell:has([id="${path}"])`).getByText(`已改，原为：${was}`).waitFor()
    await marked('basic.mobile', '13807750000')
    await marked('basic.currentSpecialty', '高中语文教学')
    expect(await page.getByText(/^已改，原为：/).count()).toBe(2)
    await form.untilSaved()

    await page.goto(app.origin)
    await page
      .getByRole('link', { name: /韦晓莉/ })
      .last()
      .click()
    await expect.poll(() => mobile().inputValue()).toBe('13807750000')
    expect(await page.getByText('与导入的报送相比').count()).toBe(0)
  })
})

describe('a submission as the start of a new draft', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp()
  })
  afterAll(() => app.close())

  async function openSubmission(): Promise<void> {
    const record = aPerson({ basic: { ...aPerson().basic, mobile: '13978100001' } })
    const { text } = await signSubmission(aSubmissionContent({ revision: 3 }, record), await aSigningKey())
    await chooseFiles(app.page, app.page.getByRole('button', { name: '打开文件…' }), [{ name: '去年.rpu', text }])
    await app.page.getByRole('link', { name: '导入为新草稿' }).click()
  }

  test('goes on with the same record, changed fields marked against it', async () => {
    const { page } = app
    await openSubmission()
    await page.getByRole('radio', { name: /^接着报/ }).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    expect(await page.getByRole('radio', { name: /^接着报/ }).isChecked()).toBe(true)
    await page.getByRole('button', { name: '导入' }).click()
    await page.getByText('与导入的报送相比，还没有改动。').waitFor()
    const form = fillingIn(page)
    await form.type('手机号码', '13978100002')
    await page.getByText('与导入的报送相比，改了 1 处。').waitFor()
    await page.getByText('已改，原为：13978100001').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.reload()
    await page.getByText('与导入的报送相比，改了 1 处。').waitFor()
    await page.getByRole('button', { name: '改回' }).click()
    await page.getByText('与导入的报送相比，还没有改动。').waitFor()
  })

  test('where the draft is here already, only a new one can be made of it', async () => {
    const { page } = app
    await page.goto(app.origin)
    await openSubmission()
    await page.getByText('这台电脑上已有这份记录的草稿').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '以此为基础新填' }).click()
    await page.getByText('与导入的报送相比，还没有改动。').waitFor()
    await page.goto(app.origin)
    await expect.poll(() => page.getByRole('listitem').filter({ hasText: '改过' }).count()).toBe(2)
  })
})
