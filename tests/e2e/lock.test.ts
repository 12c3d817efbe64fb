import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { openSealed } from '#core/submission/open-sealed.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { taskToFragment } from '#core/task/task-link.ts'
import { databasesAtRest } from '#tests/support/at-rest.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { fillDisk, freeDisk } from '#tests/support/full-disk.ts'
import { generateSubmission } from '#tests/support/generate-submission.ts'
import { changeLocks, lockedRow, lockOnHome } from '#tests/support/locking.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aReturnSlipContent, aTaskContent, someUnitKeys } from '#tests/support/units.ts'
import { untilGuarded } from '#tests/support/until-guarded.ts'

const passphrase = '三月桃花水满江'.repeat(2)

/** Everything the databases of the page hold. */
const dumpOf = async ({ page }: OpenedApp): Promise<string> => JSON.stringify(await databasesAtRest(page))

describe('a record behind a passphrase', () => {
  let app: OpenedApp
  let pathname = ''
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    await app.page.getByRole('textbox', { name: /姓名/ }).waitFor()
    const form = fillingIn(app.page)
    await form.type('姓名', '韦晓莉')
    await form.type('身份证号', '452526197904182627')
    await form.untilSaved()
    pathname = new URL(app.page.url()).pathname
  })
  afterAll(() => app.close())

  const dump = () => dumpOf(app)

  test('is encrypted in the database, and nothing of it can be told', async () => {
    await app.page.goto(`${app.origin}/`)
    expect(await dump()).toContain('452526197904182627')
    await app.page.getByRole('button', { name: '上锁：韦晓莉', exact: true }).click()
    const dialog = app.page.getByRole('dialog')
    await dialog.getByText('忘记口令无法找回').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await dialog.getByLabel('口令', { exact: true }).fill('太短')
    await dialog.getByLabel('再输一遍口令').fill('另一')
    await dialog.getByText(/^口令至少 \d+ 个字。$/).waitFor()
    await dialog.getByText('两遍口令不一样。').waitFor()
    expect(await dialog.getByRole('button', { name: '上锁', exact: true }).isDisabled()).toBe(true)
    expect(await findAxeViolations(app.page)).toEqual([])
    await dialog.getByLabel('口令', { exact: true }).fill(passphrase)
    await dialog.getByLabel('再输一遍口令').fill(passphrase)
    await dialog.getByLabel('再输一遍口令').press('Enter')
    await app.page.getByText('一份上锁的记录').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await expect.poll(() => app.page.getByText('韦晓莉').count()).toBe(0)
    expect(await dump()).not.toMatch(/452526197904182627|韦晓莉/)
  })

  test('stays closed to a wrong passphrase, and opens to the right one', async () => {
    await app.page.goto(app.origin + pathname)
    await app.page.getByRole('heading', { level: 1, name: '这份记录已上锁' }).waitFor()
    await app.page.getByLabel('口令').fill('不是这个口令呀')
    await app.page.getByRole('button', { name: '输入口令打开' }).click()
    await app.page.getByText('口令不对').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.getByLabel('口令').fill(passphrase)
    await app.page.getByLabel('口令').press('Enter')
    await expect.poll(() => app.page.getByRole('textbox', { name: /姓名/ }).inputValue()).toBe('韦晓莉')
    await app.page.getByRole('heading', { level: 1 }).and(app.page.locator(':focus')).waitFor()
  })

  test('is saved encrypted while it is filled in, and closed at once when asked', async () => {
    const form = fillingIn(app.page)
    await form.type('单位', '北流市第一中学')
    await form.untilSaved()
    expect(await dump()).not.toContain('北流市第一中学')
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.getByRole('button', { name: '撤销', exact: true }).click()
    await app.page.getByRole('button', { name: '重做', exact: true }).click()
    const told = app.page.getByText('已重做：基本信息 · 单位')
    await told.waitFor()
    await form.untilSaved()
    await app.page.getByRole('button', { name: '马上锁好' }).click()
    await app.page.getByText('一份上锁的记录').waitFor()
    await app.page.getByText('已锁好，要看请再输口令').waitFor()
    expect(await told.count()).toBe(0)
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.goto(app.origin + pathname)
    await app.page.getByLabel('口令').fill(passphrase)
    await app.page.getByRole('button', { name: '输入口令打开' }).click()
    await expect
      .poll(() => app.page.getByRole('textbox', { name: /^单位( |（|$)/ }).inputValue())
      .toBe('北流市第一中学')
    await app.page.getByRole('link', { name: '历史' }).click()
    await app.page.getByText('上锁的记录不留历史').waitFor()
    expect(await app.page.getByText('还没有留下以前的内容').count()).toBe(0)
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test.runIf(hasDebugger)('closes by itself after ten minutes without a hand on it, and not before', async () => {
    const { page } = app
    await page.clock.install()
    await page.goto(app.origin + pathname)
    const unlock = async (): Promise<void> => {
      await page.getByLabel('口令').fill(passphrase)
      await page.getByRole('button', { name: '输入口令打开' }).click()
      await page.getByRole('textbox', { name: /手机号码/ }).waitFor()
    }
    await unlock()
    await page.clock.fastForward('09:30')
    await fillingIn(page).type('手机号码', '13807750003')
    await page.clock.fastForward('09:30')
    await page.getByRole('button', { name: '马上锁好' }).waitFor()
    expect(await page.getByRole('textbox', { name: /手机号码/ }).inputValue()).toBe('13807750003')
    await page.clock.fastForward('00:45')
    await page.getByText('10 分钟没有动，上锁的记录已经锁好').waitFor()
    await page.getByText('一份上锁的记录').waitFor()
    await expect.poll(() => page.getByText('韦晓莉').count()).toBe(0)
    await page.goto(app.origin + pathname)
    await unlock()
    await expect.poll(() => page.getByRole('textbox', { name: /手机号码/ }).inputValue()).toBe('13807750003')
    expect(await dump()).not.toContain('13807750003')
  })

  test('is copied behind the same passphrase, never in the open', async () => {
    await app.page.getByRole('link', { name: '采报' }).click()
    await app.page.getByRole('button', { name: '复制一份：韦晓莉' }).click()
    await app.page.getByText('副本也上了锁，口令与原来的相同').waitFor()
    await expect.poll(() => app.page.getByRole('button', { name: '取消上锁：韦晓莉' }).count()).toBe(2)
    expect(await dump()).not.toMatch(/452526197904182627|韦晓莉/)
    await app.page.getByRole('button', { name: '删除：韦晓莉' }).first().click()
    await expect.poll(() => app.page.getByRole('button', { name: '取消上锁：韦晓莉' }).count()).toBe(1)
  })

  test('comes back among the others when the lock is taken off', async () => {
    await app.page.getByRole('button', { name: '取消上锁：韦晓莉' }).click()
    await app.page.getByRole('button', { name: '上锁：韦晓莉', exact: true }).waitFor()
    expect(await dump()).toContain('452526197904182627')
  })
})

describe('a record that came back from the unit and is then locked', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    const unit = await someUnitKeys()
    const task = await readTask(await signTask(aTaskContent({ encryptionKey: unit.opening.publicJwk }), unit.signing))
    if (!task.ok) throw new Error(task.error.code)
    await fillDraft(app.page)
    await app.page.goto(`${app.origin}/tasks${await taskToFragment(task.value)}`)
    await app.page.getByRole('radio', { name: /韦晓莉/ }).check()
    await app.page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    const submission = await readSealed(app, unit)
    const { digest, content } = submission
    const comments = [{ path: 'basic.mobile', reason: 'unclear', text: '' }] as const
    const said = aReturnSlipContent({ submissionDigest: digest, recordId: content.record.id, comments: [...comments] })
    const slip = { name: '退回单.rtn', text: await signReturnSlip(said, unit.signing) }
    await app.page.goto(`${app.origin}/returned`)
    await chooseFiles(app.page, app.page.getByRole('button', { name: '打开退回单…' }), [slip])
    await app.page.getByRole('region', { name: '单位退回' }).waitFor()
  })
  afterAll(() => app.close())

  async function readSealed(opened: OpenedApp, unit: Awaited<ReturnType<typeof someUnitKeys>>) {
    await opened.page.getByRole('button', { name: '生成报送' }).waitFor()
    const file = await generateSubmission(opened)
    const text = await openSealed(await file.text(), [unit.opening])
    const read = text.ok ? await readSubmission(text.value) : text
    if (!read.ok) throw new Error(read.error.code)
    return read.value
  }

  /** As a server left it there that told of the return. */
  const noteInLog = (): Promise<void> =>
    app.page.evaluate(async () => {
      const open = indexedDB.open('caibao')
      await new Promise((resolve) => open.addEventListener('success', resolve))
      const settings = open.result.transaction('settings', 'readwrite').objectStore('settings')
      const value = [{ at: 1, kind: 'returned', personName: '韦晓莉', revision: 1 }]
      const put = settings.put({ key: 'sync log', value })
      await new Promise((resolve) => put.addEventListener('success', resolve))
      open.result.close()
    })

  test('is told of without its name, at once and everywhere', async () => {
    await noteInLog()
    await app.page.goto(`${app.origin}/`)
    await app.page.getByText('退回了“韦晓莉”的第 1 次报送').waitFor()
    await lockOnHome(app.page, '韦晓莉', passphrase)
    await app.page.getByText('退回了一份上锁的记录的第 1 次报送').waitFor()
    await expect.poll(() => app.page.getByText('韦晓莉').count()).toBe(0)
    expect((await dumpOf(app)).match(/.{40}韦晓莉.{40}/u)).toBeNull()
    await app.page.goto(`${app.origin}/outbox`)
    await app.page.getByText('同步记录').click()
    await app.page.getByText('一份上锁的记录 第 1 次报送').waitFor()
    await expect.poll(() => app.page.getByText('韦晓莉').count()).toBe(0)
    expect(app.complaints).toEqual([])
  })
})

describe('a record that is locked while another tab has it open', () => {
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    const form = fillingIn(app.page)
    await form.type('姓名', '韦晓莉')
    await form.untilSaved()
  })
  afterAll(() => app.close())

  const again = '四月芭蕉绿满城'.repeat(2)

  async function unlock(word: string): Promise<void> {
    await app.page.getByLabel('口令').fill(word)
    await app.page.getByRole('button', { name: '输入口令打开' }).click()
    await app.page.getByRole('textbox', { name: /手机号码/ }).waitFor()
  }

  test('is not to be seen there any more', async () => {
    const home = await app.context.newPage()
    await home.goto(app.origin)
    await fillingIn(app.page).type('手机号码', '13807750001')
    await fillingIn(app.page).untilSaved()
    const paper = await app.context.newPage()
    await paper.goto(`${app.page.url()}/print`)
    await paper.getByRole('button', { name: '保存 PDF' }).waitFor()
    await untilGuarded(paper)
    const blank = await app.context.newPage()
    await blank.goto(`${app.origin}/print/blank`)
    await blank.getByRole('button', { name: '保存 PDF' }).waitFor()
    await app.page.getByRole('button', { name: '保存', exact: true }).click()
    await app.page.getByRole('dialog').waitFor()
    await lockOnHome(home, '韦晓莉', passphrase)
    await app.page.getByRole('heading', { level: 1, name: '这份记录已上锁' }).waitFor()
    await expect.poll(() => app.page.getByText('韦晓莉').count()).toBe(0)
    await expect.poll(() => app.page.getByRole('dialog').count()).toBe(0)
    await paper.getByText('一份上锁的记录').waitFor()
    await paper.close()
    // What is of nobody stays.
    expect(await blank.getByRole('button', { name: '保存 PDF' }).isVisible()).toBe(true)
    await blank.close()
    await home.close()
    await unlock(passphrase)
    await expect.poll(() => app.page.getByRole('textbox', { name: /手机号码/ }).inputValue()).toBe('13807750001')
  })

  test('asks for the passphrase of its last lock, when it was locked anew', async () => {
    await app.page.getByRole('link', { name: '采报' }).click()
    await app.page.getByRole('button', { name: '取消上锁：韦晓莉' }).click()
    // Nothing is open any more that ten quiet minutes would close.
    await app.page.getByRole('button', { name: '马上锁好' }).waitFor({ state: 'hidden' })
    // What was opened to be looked at is held by the page until the record is locked.
    const { text } = await signSubmission(aSubmissionContent(), await aSigningKey())
    await chooseFiles(app.page, app.page.getByRole('button', { name: '打开文件…' }), [{ name: '去年.rpu', text }])
    await app.page.getByRole('heading', { name: '一份报送文件' }).waitFor()
    await app.page.getByRole('link', { name: '采报' }).click()
    await lockOnHome(app.page, '韦晓莉', again)
    await app.page.getByText('一份上锁的记录').waitFor()
    await app.page.goBack()
    await app.page.getByRole('button', { name: '打开文件…' }).waitFor()
    await app.page.getByRole('link', { name: '采报' }).click()
    await app.page.getByRole('link', { name: /一份上锁的记录/ }).click()
    await app.page.getByLabel('口令').fill(passphrase)
    await app.page.getByRole('button', { name: '输入口令打开' }).click()
    await app.page.getByText('口令不对').waitFor()
    await unlock(again)
    await expect.poll(() => app.page.getByRole('textbox', { name: /手机号码/ }).inputValue()).toBe('13807750001')
  })

  test('is not called locked while its last change could not be saved', async () => {
    await fillDisk(app.page)
    await app.page.getByRole('textbox', { name: /电子邮箱/ }).fill('wei@example.com')
    await app.page.getByText('没有存下来').first().waitFor()
    await app.page.getByRole('alert').getByText('“存到文件”存出的文件没有上锁，请放在别人看不到的地方。').waitFor()
    await app.page.getByRole('button', { name: '马上锁好' }).click()
    await app.page.getByText('最后的修改还没有存上，所以没有锁').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    expect(await app.page.getByRole('textbox', { name: /电子邮箱/ }).inputValue()).toBe('wei@example.com')
    await freeDisk(app.page)
    await app.page.getByRole('button', { name: '再试一次' }).first().click()
    await fillingIn(app.page).untilSaved()
    await app.page.getByRole('button', { name: '马上锁好' }).click()
    await app.page.getByText('已锁好，要看请再输口令').waitFor()
  })

  test('says so after the passphrase when only what lies behind it was damaged', async () => {
    const row = await lockedRow(app.page)
    await changeLocks(app.page, { draft: { iv: 'AAAAAAAAAAAAAAAA', sealed: 'A'.repeat(64) } })
    await app.page.getByRole('link', { name: /一份上锁的记录/ }).click()
    await app.page.getByLabel('口令').fill(again)
    await app.page.getByRole('button', { name: '输入口令打开' }).click()
    await app.page.getByText('DRAFT_UNREADABLE').waitFor()
    expect(await app.page.getByRole('textbox', { name: /手机号码/ }).count()).toBe(0)
    await app.page.getByRole('link', { name: '采报' }).click()
    await app.page.getByRole('listitem').filter({ hasText: '读不出来' }).waitFor()
    await changeLocks(app.page, row)
  })

  test('does not pass for one that its passphrase opens when it was damaged, and can be saved as it is', async () => {
    await app.page.goto(app.origin)
    await changeLocks(app.page, { key: 'not a key any more' })
    await app.page.reload()
    const entry = app.page.getByRole('listitem').filter({ hasText: '读不出来' })
    await entry.waitFor()
    expect(await app.page.getByText('一份上锁的记录').count()).toBe(0)
    expect(await findAxeViolations(app.page)).toEqual([])
    const file = await app.download(() => entry.getByRole('button', { name: '存到文件' }).click())
    expect(JSON.parse(await file.text())).toMatchObject({
      key: 'not a key any more',
      draft: { iv: expect.any(String) },
    })
  })
})
