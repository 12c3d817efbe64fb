import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { taskToFragment } from '#core/task/task-link.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { aTaskContent, aUnit, someUnitKeys } from '#tests/support/units.ts'

describe('what a task fixes', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
  })
  afterAll(() => app.close())

  const employer = () => app.page.getByRole('textbox', { name: /^单位/ })
  const division = () => app.page.getByRole('combobox', { name: /^单位所在地/ })
  const fixed = () => app.page.getByText('由采集任务（北流市第一中学）确定，不能改。')

  /** Unit and division are the task’s, and no key changes them. */
  async function expectFixed(): Promise<void> {
    await expect.poll(() => employer().inputValue()).toBe(aUnit.name)
    await expect.poll(() => division().inputValue()).toContain('北流市')
    await expect.poll(() => fixed().count()).toBe(2)
    for (const field of [employer(), division()]) {
      const before = await field.inputValue()
      expect(await field.getAttribute('readonly')).not.toBeNull()
      await field.focus()
      await field.press('Backspace')
      await field.press('Delete')
      expect(await app.page.getByRole('listbox').count()).toBe(0)
      expect(await field.inputValue()).toBe(before)
    }
  }

  test('a draft of another unit elsewhere is told of both before it is changed', async () => {
    const { page } = app
    const form = fillingIn(page)
    await form.type('姓名', '李建国')
    await form.type('单位', '桂林市第五中学')
    await form.choose('单位所在地', 'guilinshi')
    await form.untilSaved()
    const { deadline: _none, ...content } = aTaskContent()
    const task = await readTask(await signTask(content, (await someUnitKeys()).signing))
    if (!task.ok) throw new Error(task.error.code)
    await page.goto(`${app.origin}/tasks${await taskToFragment(task.value)}`)
    const draft = page.getByRole('radio', { name: /“李建国”的记录/ })
    await draft.waitFor()
    await page.getByText('单位由“桂林市第五中学”改为任务里的名称').waitFor()
    await page.getByText(/^单位所在地由“.*桂林市.*”改为任务里的所在地$/).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await draft.check()
    await page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await page.getByText('没有写截止日期').waitFor()
    await expectFixed()
  })

  test('undo takes back what the person typed, and nothing of it', async () => {
    const { page } = app
    const form = fillingIn(page)
    await form.type('手机号码', '13807750000')
    await form.untilSaved()
    const undo = page.getByRole('button', { name: '撤销' })
    while (await undo.isEnabled()) await undo.click()
    await expect.poll(() => page.getByRole('textbox', { name: /^手机号码/ }).inputValue()).toBe('')
    await expect.poll(() => page.getByRole('textbox', { name: /^姓名/ }).inputValue()).toBe('李建国')
    await expectFixed()
  })

  test('an earlier state of another unit comes back from the history without leaving the task', async () => {
    const { page } = app
    const form = fillingIn(page)
    await form.type('手机号码', '13807750001')
    await form.untilSaved()
    await page.getByRole('link', { name: '历史' }).click()
    await page
      .getByRole('button', { name: /^与现在有/ })
      .last()
      .click()
    await page.getByText('桂林市第五中学').first().waitFor()
    await page.getByRole('button', { name: '恢复成这样' }).last().click()
    await page.getByText('恢复之前', { exact: true }).waitFor()
    await page.getByRole('link', { name: '返回填写' }).click()
    await expect.poll(() => page.getByRole('textbox', { name: /^手机号码/ }).inputValue()).toBe('')
    await expectFixed()
    await form.untilSaved()
    await page.reload()
    await expectFixed()
  })

  test('where the task is not on this device it is said, also that nothing will be sealed, and one can do without it', async () => {
    const { page } = app
    const missing = page.getByText('所按的采集任务不在这台电脑上：报送文件不会加密')
    await page.goto(app.origin)
    await page.evaluate(async () => {
      const opening = indexedDB.open('caibao')
      await new Promise((resolve) => opening.addEventListener('success', resolve))
      const clearing = opening.result.transaction('tasks', 'readwrite')
      clearing.objectStore('tasks').clear()
      await new Promise((resolve) => clearing.addEventListener('complete', resolve))
      opening.result.close()
    })
    await page.getByRole('link', { name: /李建国/ }).click()
    await missing.waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '生成报送' }).click()
    await page.getByRole('heading', { name: '生成报送' }).waitFor()
    await missing.waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('link', { name: '返回填写' }).click()
    await page.getByRole('button', { name: '不再按此任务填写' }).click()
    await missing.waitFor({ state: 'detached' })
    await expect.poll(() => employer().getAttribute('readonly')).toBeNull()
  })
})
