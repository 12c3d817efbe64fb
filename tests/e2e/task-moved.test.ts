import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSealed } from '#core/submission/open-sealed.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { Submission } from '#core/submission/submission.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { taskToFragment } from '#core/task/task-link.ts'
import type { TaskContent } from '#core/task/task.ts'
import type { UnitKeys } from '#core/unit/unit.ts'
import { foundAtRest } from '#tests/support/at-rest.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import type { DownloadedFile } from '#tests/support/download.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { generateSubmission } from '#tests/support/generate-submission.ts'
import { handInByTask } from '#tests/support/hand-in-by-task.ts'
import { lockOnHome } from '#tests/support/locking.ts'
import { aBureau, aTaskContent, aUnit, someUnitKeys } from '#tests/support/units.ts'

describe('a draft of a task whose unit issues a new one', () => {
  const renamed = { ...aUnit, name: '北流市第一高级中学', division: '450902' }
  const passphrase = '黄花梨的第三把椅子'
  let app: OpenedApp
  let unit: UnitKeys
  let first: Submission

  beforeAll(async () => {
    unit = await someUnitKeys()
    app = await openApp()
    first = await opened(await handInByTask(app, await aTask({ deadline: '2099-06-30' })))
  })
  afterAll(() => app.close())

  const moved = () => app.page.getByRole('radio', { name: /“韦晓莉”的记录改用这个任务/ })
  const accept = () => app.page.getByRole('button', { name: '已核对，按此任务填写' }).click()

  /** In which colour a text is written. */
  const colourOf = (text: string | RegExp): Promise<string> =>
    app.page
      .getByText(text)
      .first()
      .evaluate((element) => getComputedStyle(element).color)

  /** What follows `/tasks` in the link of a new task of the unit. */
  async function aTask(changes: Partial<TaskContent>, keys = unit): Promise<string> {
    const content = aTaskContent({ id: crypto.randomUUID(), encryptionKey: unit.opening.publicJwk, ...changes })
    const task = await readTask(await signTask(content, keys.signing))
    if (!task.ok) throw new Error(task.error.code)
    return taskToFragment(task.value)
  }

  async function offer(changes: Partial<TaskContent>, keys = unit): Promise<void> {
    const fragment = await aTask(changes, keys)
    await app.page.goto(app.origin)
    await app.page.goto(`${app.origin}/tasks${fragment}`)
    await app.page.getByRole('heading', { name: '收到一份采集任务' }).waitFor()
  }

  async function opened(file: DownloadedFile): Promise<Submission> {
    const text = await openSealed(await file.text(), [unit.opening])
    const read = text.ok ? await readSubmission(text.value) : text
    if (!read.ok) throw new Error(read.error.code)
    return read.value
  }

  test('is no choice for the task of another unit', async () => {
    await offer({ unit: aBureau }, await someUnitKeys())
    await app.page.getByRole('region', { name: '已接受的任务' }).waitFor()
    expect(await app.page.getByRole('radio').count()).toBe(1)
  })

  test('is told of another key, and of a task that is older than the one it follows', async () => {
    await offer({ issuedAt: '2026-10-01T01:00:00.000Z' }, await someUnitKeys())
    await moved().waitFor()
    await app.page.getByText('签发这个任务的密钥与它现在按的任务不同').waitFor()
    await app.page.getByText('这个任务比它现在按的签发得早').waitFor()
    expect(await colourOf(/^注意：/)).not.toBe(await colourOf('用在哪份记录'))
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('goes over to it, and is told before what becomes different', async () => {
    const { page } = app
    await offer({ unit: renamed, issuedAt: '2026-11-22T01:00:00.000Z' })
    await moved().waitFor()
    for (const change of [
      /^现在按 2026年11月20日.* 签发的任务填写/,
      '截止日期由“2099年6月30日”改为“2099年12月31日”',
      '单位由“北流市第一中学”改为任务里的名称',
      /^单位所在地由“.*北流市.*”改为任务里的所在地$/,
    ]) {
      await page.getByText(change).waitFor()
      // What becomes different is told, and is no warning.
      expect(await colourOf(change)).toBe(await colourOf('用在哪份记录'))
    }
    expect(await page.getByText(/^注意：/).count()).toBe(0)
    expect(await findAxeViolations(page)).toEqual([])
    await moved().check()
    await accept()
    await page.getByText('由采集任务（北流市第一高级中学）确定，不能改。').first().waitFor()
    await page.getByText('截止日期 2099年12月31日').waitFor()
    await fillingIn(page).untilSaved()
    await expect.poll(() => page.getByRole('textbox', { name: /^姓名/ }).inputValue()).toBe('韦晓莉')
  })

  test('keeps in its history what it was before', async () => {
    const { page } = app
    await page.getByRole('link', { name: '历史' }).click()
    await page
      .getByRole('button', { name: /^与现在有/ })
      .first()
      .click()
    await page.getByText('北流市第一高级中学').first().waitFor()
    await page.getByText('北流市第一中学').first().waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('link', { name: '返回填写' }).click()
  })

  test('is handed in by the new task as the next revision', async () => {
    const { content } = await opened(await generateSubmission(app))
    expect(content).toMatchObject({ revision: 2, previous: first.digest })
    expect(content.taskId).not.toBe(first.content.taskId)
    expect(content.record.basic).toEqual({
      ...first.content.record.basic,
      employer: renamed.name,
      employerDivision: renamed.division,
    })
  })

  test('that is locked is named nowhere, and goes over once its passphrase was given', async () => {
    const { page } = app
    const words = ['韦晓莉', '13807750001']
    await page.goto(app.origin)
    await lockOnHome(page, '韦晓莉', passphrase)
    await offer({ deadline: '2099-09-30', issuedAt: '2026-11-23T01:00:00.000Z' })
    await page.getByText('锁着的记录没有列在这里').waitFor()
    expect(await moved().count()).toBe(0)
    expect(await findAxeViolations(page)).toEqual([])
    await accept()
    await page.getByText('截止日期 2099年9月30日').waitFor()
    await page.getByRole('link', { name: '采报' }).click()
    await page.getByRole('link', { name: /一份上锁的记录/ }).click()
    await page.getByLabel('口令').fill(passphrase)
    await page.getByRole('button', { name: '输入口令打开' }).click()
    await page.getByText('截止日期 2099年12月31日').waitFor()
    await page.getByRole('link', { name: '采报' }).click()
    await page.getByRole('link', { name: '采集任务', exact: true }).first().click()
    await page
      .getByRole('button', { name: /^用于已有的记录/ })
      .first()
      .click()
    await moved().check()
    expect(await page.getByText('锁着的记录没有列在这里').count()).toBe(0)
    await accept()
    await page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    await page.getByText('截止日期 2099年9月30日').waitFor()
    await fillingIn(page).untilSaved()
    expect(await foundAtRest(page, words)).toEqual([])
    expect(app.complaints).toEqual([])
  })
})
