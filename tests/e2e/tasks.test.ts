import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { slipToFragment } from '#core/return-slip/slip-link.ts'
import { openSealed } from '#core/submission/open-sealed.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { Submission } from '#core/submission/submission.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { taskToFragment } from '#core/task/task-link.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import type { UnitKeys } from '#core/unit/unit.ts'
import { databasesAtRest } from '#tests/support/at-rest.ts'
import { expectAsksToGiveUp } from '#tests/support/asks-to-give-up.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { dropTaken } from '#tests/support/drop-file.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { qrIn } from '#tests/support/codes-on-paper.ts'
import { drawnLarge } from '#tests/support/code-on-screen.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { generateSubmission } from '#tests/support/generate-submission.ts'
import { aReturnSlipContent, aTaskContent, aUnit, someUnitKeys } from '#tests/support/units.ts'

let folder: string
let unit: UnitKeys
let app: OpenedApp

async function fileOf(name: string, text: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

async function openFile(page: Page, button: string, file: string): Promise<void> {
  await chooseFiles(page, page.getByRole('button', { name: button }), [file])
}

/** What the unit finds in a sealed file. */
async function opened(text: string): Promise<Submission> {
  const inside = await openSealed(text, [unit.opening])
  const read = inside.ok ? await readSubmission(inside.value) : inside
  if (!read.ok) throw new Error(read.error.code)
  return read.value
}

async function generate(from: OpenedApp): Promise<Submission> {
  const file = await generateSubmission(from)
  const text = await file.text()
  expect(JSON.parse(text).caibao).toBe('sealed-submission/1')
  return opened(text)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-task-'))
  unit = await someUnitKeys()
  app = await openApp()
  await app.untilOfflineReady()
  await app.goOffline()
  await app.page.reload()
})
afterAll(() => app.close())

const aSealingTask = () => signTask(aTaskContent({ encryptionKey: unit.opening.publicJwk }), unit.signing)

describe('a task of the unit, offline', () => {
  test('opens as a file whatever its name, and shows the fingerprint to compare', async () => {
    const text = await aSealingTask()
    const task = await readTask(text)
    await openFile(app.page, '打开文件…', await fileOf('附件(1).txt', text))
    await app.page.getByRole('heading', { name: '收到一份采集任务' }).waitFor()
    await app.page.getByText('请与单位公布的指纹核对').waitFor()
    const fingerprint = formatFingerprint(task.ok ? task.value.signer : '')
    await expect.poll(() => app.page.getByText(fingerprint).count()).toBe(1)
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('fixes the unit in the draft it is accepted for, and says why', async () => {
    await app.page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    const employer = app.page.getByRole('textbox', { name: /^单位/ })
    await app.page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    await expect.poll(() => employer.inputValue()).toBe(aUnit.name)
    expect(await employer.getAttribute('readonly')).not.toBeNull()
    await expect.poll(() => app.page.getByRole('combobox', { name: /单位所在地/ }).inputValue()).toContain('北流市')
    await app.page.getByText('截止日期 2099年12月31日').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('seals the submission to the unit, which finds the task named in it', async () => {
    await fillDraft(app.page, { hasUnit: true })
    const { content } = await generate(app)
    expect(content).toMatchObject({ revision: 1, taskId: aTaskContent().id })
    expect(content.record.basic['employer']).toBe(aUnit.name)
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('lists the submission as waiting until the person says it was handed over', async () => {
    await app.page.getByRole('link', { name: '查看交报情况' }).click()
    await app.page.getByText('没有服务器地址：请用文件交给单位').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.getByRole('button', { name: /^已交给单位/ }).click()
    await app.page.getByText('本人确认已用文件交给单位').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    const file = await app.download(() => app.page.getByRole('button', { name: /^保存文件/ }).click())
    expect((await opened(await file.text())).content.revision).toBe(1)
  })

  test('does not count that word as a copy elsewhere when the computer is handed back', async () => {
    const { page } = app
    await page.goto(`${app.origin}/hand-back`)
    await page.getByText('您确认过已交给单位，没有回执可以证明').waitFor()
    await page.getByText('只在这台电脑上', { exact: true }).waitFor()
    expect(await page.getByText('已交到单位').count()).toBe(0)
    await expectAsksToGiveUp(page, '韦晓莉')
  })
})

describe('a task file that was changed on its way', () => {
  const asText = (part: string): string => Buffer.from(part, 'base64url').toString('utf8')
  const laterYear = (payload: string): string =>
    Buffer.from(asText(payload).replace('2099-12-31', '2098-12-31')).toString('base64url')
  const otherBit = (signature: string): string => (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)

  test.each([
    { place: 'its last day', part: /(?<="payload": ?")[^"]+/, change: laterYear },
    { place: 'its signature', part: /(?<="signature": ?")[^"]+/, change: otherBit },
  ])('by one byte in $place is refused and cannot be accepted', async ({ part, change }) => {
    const { page } = app
    const whole = await aSealingTask()
    const changed = whole.replace(part, change)
    expect([...changed].filter((character, at) => character !== whole[at])).toHaveLength(1)
    await page.goto(`${app.origin}/tasks`)
    const { caibao: before } = await databasesAtRest(page)
    await openFile(page, '打开任务文件…', await fileOf('改过.task', changed))
    await page.getByText('这份采集任务在传递中被改动过，没有读入').waitFor()
    expect(await page.getByRole('heading', { name: '收到一份采集任务' }).count()).toBe(0)
    expect(await page.getByRole('button', { name: '已核对，按此任务填写' }).count()).toBe(0)
    const { caibao: after } = await databasesAtRest(page)
    for (const store of ['tasks', 'drafts']) expect(after?.[store]).toEqual(before?.[store])
  })
})

describe('a return slip', () => {
  let first: Submission

  beforeAll(async () => {
    await app.page.goto(`${app.origin}/outbox`)
    const file = await app.download(() => app.page.getByRole('button', { name: /^保存文件/ }).click())
    first = await opened(await file.text())
  })

  const aSlip = (keys: UnitKeys, digest = first.digest) =>
    signReturnSlip(
      aReturnSlipContent({
        submissionDigest: digest,
        recordId: first.content.record.id,
        comments: [
          { path: 'education[0].major', reason: 'differs', text: '毕业证上是“汉语言文学（师范）”。' },
          { path: 'basic.mobile', reason: 'unclear', text: '' },
        ],
      }),
      keys.signing,
    )

  test('of a submission that is not here changes nothing and says so', async () => {
    await openFile(app.page, '打开退回单…', await fileOf('other.rtn', await aSlip(unit, 'b'.repeat(64))))
    await app.page.getByText('这台电脑上没有它退回的那份报送').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    expect(await app.page.getByRole('button', { name: /到草稿里修改/ }).count()).toBe(0)
  })

  test('of another unit than the task’s is not followed without a warning', async () => {
    await openFile(app.page, '打开退回单…', await fileOf('stranger.rtn', await aSlip(await someUnitKeys())))
    await app.page.getByRole('alert').getByText('不是采集任务的那个单位').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('as a link is refused when it was cut, and opens the draft like the file of it', async () => {
    const { page } = app
    const link = `${app.origin}/returned${await slipToFragment(await aSlip(unit))}`
    await page.goto(`${app.origin}/outbox`)
    await page.goto(link.slice(0, -20))
    await page.getByText('这个退回单链接不完整').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.goto(link)
    await page.getByRole('heading', { level: 1, name: '学历学位情况' }).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('education[0].major')
    await page.goto(`${app.origin}/returned`)
  })

  test('opens the draft at the first place it speaks of', async () => {
    await openFile(app.page, '打开退回单…', await fileOf('a.rtn', await aSlip(unit)))
    await app.page.getByRole('heading', { level: 1, name: '学历学位情况' }).waitFor()
    const field = app.page.getByRole('textbox', { name: /所学专业/ })
    await app.page.waitForFunction(() => document.activeElement?.id === 'education[0].major')
    await app.page.locator('.field-shell').getByText('毕业证上是“汉语言文学（师范）”').waitFor()
    await app.page.getByRole('region', { name: '单位退回' }).getByText('毕业证上是').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.getByRole('button', { name: '生成报送' }).click()
    await app.page.getByText('单位退回的意见还有 2 处没有处理').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.getByRole('main').getByRole('link', { name: '去修改' }).click()
    await app.page.waitForFunction(() => document.activeElement?.id === 'education[0].major')
    await field.fill('汉语言文学（师范）')
    await field.press('Enter')
    await app.page.getByText('还有 1 处要核对').waitFor()
    await app.page.getByRole('button', { name: /^无误，不改：/ }).click()
    await app.page.getByText('退回的地方都处理了').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('is answered by a second revision that names the first', async () => {
    const { content } = await generate(app)
    expect(content).toMatchObject({ revision: 2, previous: first.digest })
    expect(content.record.education[0]?.['major']).toBe('汉语言文学（师范）')
    await app.page.goto(`${app.origin}/outbox`)
    await app.page
      .getByRole('region', { name: /被退回/ })
      .getByText('第 1 次报送')
      .waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    expect(app.complaints).toEqual([])
    await openFile(app.page, '打开退回单…', await fileOf('again.rtn', await aSlip(unit)))
    await app.page.getByText('这份退回单说的是以前那一份，只供查看').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
  })
})

describe('a task as a link', () => {
  test('is accepted for a draft that exists, whose unit becomes the official one', async () => {
    await app.page.goto(`${app.origin}/new`)
    await app.page.getByRole('textbox', { name: /^姓名/ }).fill('李建国')
    await app.page.getByRole('textbox', { name: /^单位/ }).fill('北流一中')
    await app.page.getByRole('textbox', { name: /^单位/ }).press('Enter')
    await fillingIn(app.page).untilSaved()
    const task = await readTask(await signTask(aTaskContent({ id: crypto.randomUUID() }), unit.signing))
    if (!task.ok) throw new Error(task.error.code)
    await app.page.goto(`${app.origin}/tasks${await taskToFragment(task.value)}`)
    await app.page.getByRole('radio', { name: /“李建国”的记录 单位由“北流一中”改为任务里的名称/ }).check()
    await app.page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await app.page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    await fillingIn(app.page).untilSaved()
    await app.page.reload()
    await app.page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    await expect.poll(() => app.page.getByRole('textbox', { name: /^单位/ }).inputValue()).toBe(aUnit.name)
    await expect.poll(() => app.page.getByRole('textbox', { name: /^姓名/ }).inputValue()).toBe('李建国')
  })

  test('opens offline, leaves the address bar, and cannot be replaced by another unit’s', async () => {
    const other = await someUnitKeys()
    const task = await readTask(await signTask(aTaskContent(), other.signing))
    if (!task.ok) throw new Error(task.error.code)
    await app.page.goto(`${app.origin}/tasks${await taskToFragment(task.value)}`)
    await app.page.getByRole('heading', { name: '收到一份采集任务' }).waitFor()
    await app.page.waitForURL(`${app.origin}/tasks`)
    await app.page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await app.page.getByText('签发的单位不是同一个').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    expect(new URL(app.page.url()).pathname).toBe('/tasks')
  })

  test('is refused after its last day, for another scheme, and when it was cut', async () => {
    const offer = async (changes: Parameters<typeof aTaskContent>[0]) => {
      const task = await readTask(await signTask(aTaskContent(changes), unit.signing))
      if (!task.ok) throw new Error(task.error.code)
      await app.page.goto(`${app.origin}/outbox`)
      await app.page.goto(`${app.origin}/tasks${await taskToFragment(task.value)}`)
    }
    await offer({ id: crypto.randomUUID(), deadline: '2020-01-01' })
    await app.page.getByText('这个采集任务已于 2020-01-01 截止').waitFor()
    await expect.poll(() => app.page.getByText(/^截止日期 2020年1月1日.*已截止$/).count()).toBe(1)
    expect(await app.page.getByRole('button', { name: '已核对，按此任务填写' }).count()).toBe(0)
    expect(await findAxeViolations(app.page)).toEqual([])
    await offer({ id: crypto.randomUUID(), scheme: { id: 'other', version: '1' } })
    await app.page.getByText('另一个采集方案“other”').waitFor()
    const day = await app.page.evaluate(() => new Date().toLocaleDateString('sv-SE'))
    await offer({ id: crypto.randomUUID(), scheme: { id: 'gx-zyjs', version: '2011.9' }, deadline: day })
    await app.page.getByText(/^截止日期.*今天截止$/).waitFor()
    await app.page.getByText(/2011\.9/).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.goto(`${app.origin}/outbox`)
    await app.page.goto(`${app.origin}/tasks#task=1.AAAA`)
    await app.page.getByText('这个任务链接不完整').waitFor()
    expect(await app.page.getByRole('button', { name: '已核对，按此任务填写' }).count()).toBe(0)
  })

  test('drops onto the page like any file; a file that is none of ours says so', async () => {
    await app.page.goto(app.origin)
    const drop = (text: string) => dropTaken(app.page, { name: '改过名字.doc', text })
    await app.page.getByRole('button', { name: '打开文件…' }).waitFor()
    await drop('{"hello":"world"}')
    await app.page.getByText('这个文件不是采报的文件').waitFor()
    await drop(await aSealingTask())
    await app.page.getByRole('heading', { name: '收到一份采集任务' }).waitFor()
    await expect.poll(() => app.page.getByText('报送文件会加密').count()).toBeGreaterThan(0)
  })
})

describe('a task passed on', () => {
  test('is the same task in a colleague’s browser', async () => {
    await app.page.goto(`${app.origin}/tasks`)
    await app.page.getByText('让同事扫码打开').first().waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.getByText('让同事扫码打开').first().click()
    const code = app.page.getByRole('img', { name: /任务二维码/ })
    await code.waitFor()
    const link = await app.page.getByRole('textbox', { name: '任务链接' }).inputValue()
    expect(qrIn(await drawnLarge(code))).toBe(link)
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.goto(app.origin)
    await app.page.goto(link)
    await app.page.getByRole('heading', { name: '收到一份采集任务' }).waitFor()
    await expect.poll(() => app.page.getByText(aUnit.name).count()).toBeGreaterThan(0)
  })
})
