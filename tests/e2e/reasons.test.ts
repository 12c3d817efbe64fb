import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { type FillingIn, fillingIn } from '#tests/support/filling-in.ts'
import { fillDisk, freeDisk } from '#tests/support/full-disk.ts'
import { keyboardPerson } from '#tests/support/keyboard.ts'

let app: OpenedApp
let form: FillingIn
beforeAll(async () => {
  app = await openApp()
  form = fillingIn(app.page)
})
beforeEach(async () => {
  await app.page.goto(`${app.origin}/new`)
  await app.page.getByRole('textbox', { name: /姓名/ }).waitFor()
})
afterAll(() => app.close())

const paths = { 出生日期: 'birthDate', 开始从事专业技术工作时间: 'specialtyStartDate' } as const
const shell = (label: keyof typeof paths) => app.page.locator(`.field-shell:has([data-path="basic.${paths[label]}"])`)
const reason = () => app.page.getByRole('textbox', { name: '说明理由' })
/** What looks after the focus comes once the page stands. */
const untilLookedAfter = (): Promise<unknown> =>
  app.page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('keep-focus')),
  )
const focused = (): Promise<string> => keyboardPerson(app.page).focused()

async function beginReason(label: keyof typeof paths, text: string): Promise<void> {
  await shell(label).getByRole('button', { name: '确认属实' }).click()
  await reason().fill(text)
}

describe('a reason being typed into a note stays there whatever else is remarked', () => {
  test('when the sentence of its own remark changes', async () => {
    // The year is the page's: by its clock it may have begun already while this one's has not.
    const year = await app.page.evaluate(() => new Date().getFullYear())
    const bornIn = (years: number): string => `${year - years}-01-01`
    await form.type('出生日期', bornIn(15))
    await shell('出生日期').getByText('年龄 15 岁').waitFor()
    await beginReason('出生日期', '户口簿上')
    await form.type('出生日期', bornIn(14))
    await shell('出生日期').getByText('年龄 14 岁').waitFor()
    expect(await reason().inputValue()).toBe('户口簿上')
  })

  test('when a remark before it goes, and when it comes again', async () => {
    await form.type('出生日期', '1988-01-15')
    await form.type('参加工作时间', '199403')
    await form.type('开始从事专业技术工作时间', '199305')
    const place = shell('开始从事专业技术工作时间')
    await place.getByText('早于 8 周岁').waitFor()
    await beginReason('开始从事专业技术工作时间', '先在乡里代课')
    await form.type('出生日期', '1979-01-15')
    await place.getByText('早于 8 周岁').waitFor({ state: 'detached' })
    expect(await reason().inputValue()).toBe('先在乡里代课')
    await form.type('出生日期', '1988-01-15')
    await place.getByText('早于 8 周岁').waitFor()
    expect(await reason().inputValue()).toBe('先在乡里代课')
  })
})

test('a reason that was typed is given by going on to another sheet', async () => {
  await form.type('出生日期', '1950-01-01')
  await beginReason('出生日期', '档案上就是这一天')
  await form.openSheet('学历学位情况')
  await form.openSheet('基本信息')
  await expect.poll(() => shell('出生日期').innerText()).toContain('已确认：档案上就是这一天')
})

test('a reason that was typed is given by leaving the page, for another or altogether', async () => {
  await form.type('出生日期', '1950-01-01')
  await beginReason('出生日期', '档案上就是这一天')
  await app.page.getByRole('link', { name: '历史' }).click()
  await app.page.getByRole('heading', { level: 1, name: '历史' }).waitFor()
  await app.page.goBack()
  await expect.poll(() => shell('出生日期').innerText()).toContain('已确认：档案上就是这一天')
  await app.page.getByRole('button', { name: '撤回确认' }).click()
  await beginReason('出生日期', '户口簿上也是')
  await app.page.reload()
  await expect.poll(() => shell('出生日期').innerText()).toContain('已确认：户口簿上也是')
})

describe('a reason being typed in a row', () => {
  const rank = (row: number) => app.page.locator(`.field-shell:has([data-path="awards[${row}].awardRank"])`)
  const rows = () => app.page.locator('.row-card .summary')
  async function beginInFirstRow(): Promise<void> {
    await form.openSheet('奖励情况')
    await form.addRow()
    await form.type('获奖排序', '第二')
    await app.page.getByRole('button', { name: '复制：第 1 条' }).click()
    await rank(1).waitFor()
    // What nobody has touched is not remarked on yet.
    await form.type('获奖排序', '第二')
    await rank(1).getByRole('button', { name: '确认属实' }).waitFor()
    await rows().first().click()
    await rank(0).getByRole('button', { name: '确认属实' }).click()
    await reason().fill('证书上这样写')
  }

  test('goes with the row that is moved', async () => {
    await beginInFirstRow()
    await reason().press('Alt+ArrowDown')
    await expect.poll(() => rank(1).innerText()).toContain('已确认：证书上这样写')
    await rows().first().click()
    await expect.poll(() => rank(0).innerText()).not.toContain('已确认')
  })

  test('goes with the row that is removed, and comes back with it', async () => {
    await beginInFirstRow()
    await app.page.getByRole('button', { name: '删除：第 1 条' }).click()
    await rows().first().click()
    await rank(0).getByRole('button', { name: '确认属实' }).waitFor()
    await app.page.getByRole('button', { name: '撤销', exact: true }).last().click()
    await expect.poll(() => rank(0).innerText()).toContain('已确认：证书上这样写')
  })
})

test('a reason longer than it may be is cut in the sight of who pastes it', async () => {
  await form.type('出生日期', '1950-01-01')
  await shell('出生日期').getByRole('button', { name: '确认属实' }).click()
  await reason().fill('档案上就是这一天')
  expect(await shell('出生日期').getByText('200/200 字').count()).toBe(0)
  await reason().fill('')
  await app.page.keyboard.insertText('档'.repeat(260))
  await expect.poll(async () => (await reason().inputValue()).length).toBe(200)
  await shell('出生日期').getByText('200/200 字').waitFor()
  expect(await findAxeViolations(app.page)).toEqual([])
})

describe('keys go on where they were', () => {
  test('a reason is typed, given and taken back without a hand on the mouse', async () => {
    await form.type('出生日期', '1950-01-01')
    const confirm = shell('出生日期').getByRole('button', { name: '确认属实' })
    await confirm.focus()
    await app.page.keyboard.press('Enter')
    await expect.poll(focused).toBe('说明理由')
    await app.page.keyboard.type('abc')
    await app.page.keyboard.press('Escape')
    await expect.poll(focused).toBe('确认属实')
    await app.page.keyboard.press('Enter')
    await expect.poll(focused).toBe('说明理由')
    await expect.poll(() => reason().inputValue()).toBe('abc')
    await app.page.keyboard.press('Enter')
    await expect.poll(focused).toBe('撤回确认')
    await app.page.keyboard.press('Enter')
    await expect.poll(focused).toBe('确认属实')
  })

  test('a repair that is gone once it is made gives the focus to what stands in its place', async () => {
    await untilLookedAfter()
    await form.openSheet('学历学位情况')
    await form.choose('学历项目', '第一学历')
    await form.type('毕业院校', '广西师范大学')
    const repair = app.page.getByRole('button', { name: '复制为最高学历' })
    await form.untilSaved()
    await repair.focus()
    await app.page.keyboard.press('Enter')
    await expect.poll(focused).toBe('学历项目')
  })

  test('a backup that was made says so where it was asked for', async () => {
    await fillDraft(app.page)
    await app.page.goto(`${app.origin}/backup`)
    await untilLookedAfter()
    const passphrase = app.page.getByRole('textbox', { name: '口令', exact: true })
    const again = app.page.getByRole('textbox', { name: '再输一遍口令' })
    const make = app.page.getByRole('button', { name: '生成备份' })
    await passphrase.fill('太短')
    await again.fill('另一')
    await app.page.getByText('太短：至少 8 个字。').waitFor()
    await app.page.getByText('两遍口令不一样。').waitFor()
    expect(await make.isDisabled()).toBe(true)
    expect(await findAxeViolations(app.page)).toEqual([])
    await passphrase.fill('北流芭蕉二〇二六')
    await again.fill('北流芭蕉二〇二六')
    await expect.poll(() => make.isEnabled()).toBe(true)
    await make.focus()
    const { path } = await app.download(() => app.page.keyboard.press('Enter'))
    await expect.poll(focused).toBe('备份已生成，还差一步')
    await chooseFiles(app.page, app.page.getByRole('button', { name: '选刚才保存的文件核对' }), [path])
    await expect.poll(focused).toMatch(/^已读回核对/)
    expect(app.complaints).toEqual([])
  })

  test('a dialog begins with what it is for, and is left by a button that can be seen', async () => {
    await app.page.getByRole('textbox', { name: /姓名/ }).focus()
    await app.page.keyboard.press('F2')
    await expect.poll(focused).toBe('拼音、部件或码位')
    await app.page.getByRole('dialog').getByRole('button', { name: '关闭' }).click()
    await expect.poll(focused).toMatch(/^姓名/)
  })

  test('from the backup one goes back to the record one came from', async () => {
    await app.page.getByRole('link', { name: '备份', exact: true }).click()
    await app.page.getByRole('heading', { level: 1, name: '备份' }).waitFor()
    await app.page.getByRole('link', { name: '返回填写' }).click()
    await app.page.getByRole('heading', { level: 1, name: '基本信息' }).waitFor()
    expect(app.complaints).toEqual([])
  })
})

describe('on 生成报送', () => {
  test('a reason is taken back and given again, there and by its name', async () => {
    await fillDraft(app.page)
    await form.openSheet('基本信息')
    await form.type('开始从事专业技术工作时间', '199005')
    await form.untilSaved()
    await app.page.getByRole('button', { name: '生成报送' }).click()
    await app.page.getByRole('heading', { name: '生成报送', level: 1 }).waitFor()
    const given = app.page.locator('[data-explains="basic.specialtyStartDate"]').getByRole('textbox')
    const undo = app.page.getByRole('button', { name: '撤销', exact: true })
    await expect.poll(() => undo.isDisabled()).toBe(true)
    await given.fill('先在乡里代课')
    await undo.click()
    await expect.poll(() => given.inputValue()).toBe('')
    await app.page.getByText(/^已撤销：.*开始从事专业技术工作时间/).waitFor()
    await expect.poll(focused).toBe('说明')
    await app.page.getByRole('button', { name: '重做', exact: true }).click()
    await expect.poll(() => given.inputValue()).toBe('先在乡里代课')
    await form.untilSaved()
  })
  test('nothing of what is being signed can be changed meanwhile', async () => {
    await fillDraft(app.page)
    await app.page.getByRole('button', { name: '生成报送' }).click()
    const reasons = app.page.getByRole('textbox', { name: '说明' })
    await app.page.getByRole('heading', { name: '生成报送', level: 1 }).waitFor()
    // Which reasons are asked for is known once the rules have run.
    await app.page
      .getByText(/可以报送|还不能报送/)
      .first()
      .waitFor()
    for (const given of await reasons.all()) await given.fill('已与原件核对')
    await app.page.getByText('可以报送').waitFor()
    await form.untilSaved()
    await fillDisk(app.page)
    await app.page.getByRole('button', { name: '生成报送' }).click()
    await app.page.getByText('STORAGE_FULL').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await freeDisk(app.page)
    await app.page.evaluate(() => {
      const sign = crypto.subtle.sign.bind(crypto.subtle)
      const released = new Promise((release) => Object.assign(window, { releaseSigning: release }))
      async function signLater(...given: Parameters<typeof sign>): Promise<ArrayBuffer> {
        Object.assign(window, { isSigning: true })
        await released
        return sign(...given)
      }
      // Named by the window: WebKit may throw away what is put on an object of its own that no script names.
      Object.assign(window, { subtle: Object.assign(crypto.subtle, { sign: signLater }) })
    })
    await app.page.getByRole('button', { name: '生成报送' }).click()
    await app.page.waitForFunction(() => Reflect.get(window, 'isSigning') === true)
    await app.page.getByText('可以报送').waitFor()
    expect(await app.page.getByRole('button', { name: '正在签名并核对…' }).isDisabled()).toBe(true)
    expect(await findAxeViolations(app.page)).toEqual([])
    expect(await app.page.getByRole('button', { name: '撤销', exact: true }).isDisabled()).toBe(true)
    for (const given of await reasons.all()) expect(await given.isDisabled()).toBe(true)
    await app.page.keyboard.press('Control+z')
    await app.download(() => app.page.evaluate(() => Reflect.get(window, 'releaseSigning')()))
    await app.page.getByText('报送文件已生成').waitFor()
  })
})
