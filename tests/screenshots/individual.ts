import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { openSealed } from '#core/submission/open-sealed.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { sealSubmission } from '#core/submission/seal-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { taskToFragment } from '#core/task/task-link.ts'
import type { OpenedApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { giveReasons } from '#tests/support/generate-submission.ts'
import { anInclusion } from '#tests/support/inclusions.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { anOpeningKey, aReturnSlipContent, aTaskContent, someUnitKeys } from '#tests/support/units.ts'
import type { Camera } from './camera.ts'

const sheets = ['education', 'titles', 'qualifications', 'awards', 'honors'] as const
const passphrase = '北流芭蕉二〇二六'

/** The way of a person: from the first opening to the file, and back from the unit. */
export async function individual(camera: Camera, app: OpenedApp): Promise<void> {
  const { page, scene, goTo } = camera
  await scene('home-first', () => page.getByRole('button', { name: '知道了' }).waitFor())
  await page.getByRole('button', { name: '知道了' }).click()
  await scene('home-empty', () => page.getByText('还没有记录').waitFor())
  const draft = await filling(camera)
  await rows(camera, draft)
  await around(camera, draft)
  await exchange(camera, app, draft)
  await opened(camera)
  await copies(camera, app)
  await locked(camera)
  await reading(camera)
  await scene('english-home', async () => {
    await goTo('')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'My records' }).waitFor()
  })
  await scene('english-form', () => goTo(draft))
  await scene('english-guide', () => goTo('guide'))
}

async function filling({ page, scene }: Camera): Promise<string> {
  await page.getByRole('button', { name: '新建记录' }).click()
  await scene('form-new', () => page.getByRole('textbox', { name: /姓名/ }).focus())
  const draft = new URL(page.url()).pathname.split('/').slice(1, 3).join('/')
  await scene('form-code', async () => {
    await page.getByRole('combobox', { name: /民族/ }).click()
    await page.getByRole('option').first().waitFor()
  })
  await page.keyboard.press('Escape')
  await scene('form-code-tree', async () => {
    await page.getByRole('combobox', { name: /籍贯/ }).click()
    await page.getByRole('button', { name: /按层级选：籍贯/ }).click()
    await page.getByRole('dialog').getByRole('listitem').first().waitFor()
  })
  await page.keyboard.press('Escape')
  await scene('form-code-nothing', async () => {
    await page.getByRole('combobox', { name: /民族/ }).click()
    await page.getByRole('combobox', { name: /民族/ }).fill('火星')
    await page.getByRole('status').filter({ hasText: '不在列表中' }).waitFor()
  })
  await page.getByRole('combobox', { name: /民族/ }).fill('')
  await page.keyboard.press('Escape')
  await scene('form-wrong', async () => {
    await page.getByRole('textbox', { name: /身份证号/ }).fill('45252619790418262X')
    await page.keyboard.press('Enter')
    await page.getByText('校验').first().waitFor()
  })
  await scene('form-rare', async () => {
    await page.getByRole('textbox', { name: /姓名/ }).focus()
    await page
      .getByRole('button', { name: /生僻字/ })
      .filter({ visible: true })
      .click()
    await page.getByRole('dialog').getByRole('searchbox').fill('di')
    await page.getByRole('dialog').getByRole('button', { name: /di/ }).first().waitFor()
  })
  await page.keyboard.press('Escape')
  return draft
}

async function rows({ page, scene, goTo }: Camera, draft: string): Promise<void> {
  await scene('hand-in-not-yet', async () => {
    await goTo(`${draft}/hand-in`)
    await page.getByText('还不能报送').waitFor()
  })
  await goTo(draft)
  await fillDraft(page)
  await goTo(draft)
  await scene('form-filled', () => page.getByRole('textbox', { name: /姓名/ }).waitFor())
  await scene('form-guide', async () => {
    await page.getByRole('textbox', { name: /身份证号/ }).focus()
    await page.keyboard.press('F1')
    await page.getByRole('dialog').waitFor()
  })
  await page.keyboard.press('Escape')
  for (const sheet of sheets) await scene(`form-${sheet}`, () => goTo(`${draft}/${sheet}`))
  await scene('check', async () => {
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await page.getByRole('dialog').waitFor()
  })
  await page.keyboard.press('Escape')
}

async function around({ page, scene, goTo }: Camera, draft: string): Promise<void> {
  await scene('hand-in', async () => {
    await goTo(`${draft}/hand-in`)
    await page.getByText('可以报送').waitFor()
  })
  await scene('history', () => goTo(`${draft}/history`))
  await scene('history-compare', async () => {
    await page
      .getByRole('button', { name: /处不同/ })
      .first()
      .click()
    await page.getByRole('button', { name: /恢复/ }).first().waitFor()
  })
  await scene('print', async () => {
    await goTo(`${draft}/print`)
    await page.locator('.print-preview').waitFor()
  })
  await scene('print-blank', async () => {
    await goTo('print/blank')
    await page.locator('.print-preview').waitFor()
  })
}

/** What comes from the unit and goes to it. */
async function exchange({ page, scene, goTo }: Camera, app: OpenedApp, draft: string): Promise<void> {
  const unit = await someUnitKeys()
  const files = await mkdtemp(join(tmpdir(), 'caibao-screenshots-'))
  await scene('tasks-none', () => goTo('tasks'))
  await scene('outbox-none', () => goTo('outbox'))
  const task = await readTask(await signTask(aTaskContent({ encryptionKey: unit.opening.publicJwk }), unit.signing))
  if (!task.ok) throw new Error(task.error.code)
  await scene('task-offered', async () => {
    await page.goto(`${app.origin}/tasks${await taskToFragment(task.value)}`)
    await page.getByRole('heading', { name: '收到一份采集任务' }).waitFor()
  })
  await page.getByRole('radio', { name: /韦晓莉/ }).check()
  await page.getByRole('button', { name: '已核对，按此任务填写' }).click()
  await scene('form-task', () => page.getByText('由采集任务').first().waitFor())
  await scene('tasks', () => goTo('tasks'))
  await scene('task-code', async () => {
    await page.getByText('让同事扫码打开').first().click()
    await page.getByRole('img', { name: /任务二维码/ }).waitFor()
  })
  await goTo(`${draft}/hand-in`)
  await scene('hand-in-task', () => giveReasons(page))
  const sealed = await app.download(() => page.getByRole('button', { name: '生成报送' }).click())
  await scene('hand-in-done', () => page.getByText('已读回核对').waitFor())
  await scene('submissions', () => goTo('submissions'))
  await scene('outbox', () => goTo('outbox'))
  const text = await openSealed(await sealed.text(), [unit.opening])
  const submission = text.ok ? await readSubmission(text.value) : text
  if (!submission.ok) throw new Error(submission.error.code)
  const { digest, content } = submission.value
  const slip = join(files, '退回单.rtn')
  const comments = [
    { path: 'education[0].major', reason: 'differs', text: '毕业证上是“汉语言文学（师范）”。' },
    { path: 'basic.mobile', reason: 'unclear', text: '' },
  ] as const
  const said = aReturnSlipContent({ submissionDigest: digest, recordId: content.record.id, comments: [...comments] })
  await scene('returned-none', () => goTo('returned'))
  const openSlip = page.getByRole('button', { name: '打开退回单…' })
  await scene('returned', async () => {
    const ofStranger = await signReturnSlip(said, (await someUnitKeys()).signing)
    await chooseFiles(page, openSlip, [{ name: '别处的退回单.rtn', text: ofStranger }])
    await page.getByText('不是采集任务的那个单位').waitFor()
  })
  await writeFile(slip, await signReturnSlip(said, unit.signing))
  await goTo('returned')
  await chooseFiles(page, openSlip, [slip])
  await scene('form-returned', () => page.getByRole('region', { name: '单位退回' }).waitFor())
  await scene('hand-in-returned', async () => {
    await goTo(`${draft}/hand-in`)
    await page.getByText(/单位退回的意见还有 \d+ 处没有处理/).waitFor()
  })
  await scene('outbox-returned', () => goTo('outbox'))
  await rm(files, { recursive: true, force: true })
}

/** What lies in the page only: it is opened each time, as an address typed anew shows nothing of it. */
async function opened({ page, scene, goTo }: Camera): Promise<void> {
  await scene('opened-none', () => goTo('opened'))
  await scene('import-none', () => goTo('import'))
  const { text } = await signSubmission(aSubmissionContent(), await aSigningKey())
  const open = async (name: string, content: string, title: string): Promise<void> => {
    await goTo('')
    await chooseFiles(page, page.getByRole('button', { name: '打开文件…' }), [{ name, text: content }])
    await page.getByRole('heading', { name: title }).waitFor()
  }
  await scene('opened', () => open('去年.rpu', text, '一份报送文件'))
  await scene('import', async () => {
    await page.getByRole('link', { name: '导入为新草稿' }).click()
    await page.getByRole('radio').first().waitFor()
  })
  const sealed = await sealSubmission(text, [(await anOpeningKey()).publicJwk])
  await scene('opened-sealed', () => open('密封的.rpu', sealed, '一份密封的报送文件'))
  const inclusion = await anInclusion()
  await scene('opened-inclusion', () => open('上报凭证.json', inclusion, '上报凭证'))
}

async function copies({ page, scene, goTo }: Camera, app: OpenedApp): Promise<void> {
  await scene('backup', () => goTo('backup'))
  await page.getByRole('textbox', { name: '口令', exact: true }).fill(passphrase)
  await page.getByRole('textbox', { name: '再输一遍口令' }).fill(passphrase)
  const { path } = await app.download(() => page.getByRole('button', { name: '生成备份' }).click())
  await scene('backup-made', () => page.getByLabel('选刚才保存的文件核对').last().waitFor({ state: 'attached' }))
  await page.getByLabel('选刚才保存的文件核对').last().setInputFiles(path)
  await scene('backup-proved', () => page.getByText('已读回核对').waitFor())
  await goTo('')
  await page.getByRole('link', { name: /韦晓莉/ }).click()
  await fillingIn(page).type('手机号码', '13900000002')
  await fillingIn(page).untilSaved()
  await scene('restore', () => goTo('restore'))
  await page.getByLabel('选备份文件').last().setInputFiles(path)
  await page.getByRole('textbox', { name: '口令' }).fill(passphrase)
  await scene('restore-plan', async () => {
    await page.getByRole('button', { name: '打开备份' }).click()
    await page.getByRole('button', { name: '开始恢复' }).waitFor()
  })
  await scene('hand-back', () => goTo('hand-back'))
}

async function locked({ page, scene, goTo }: Camera): Promise<void> {
  await scene('home', () => goTo(''))
  await scene('lock', async () => {
    await page.getByRole('button', { name: '上锁：韦晓莉' }).click()
    await page.getByRole('dialog').waitFor()
  })
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('口令', { exact: true }).fill(passphrase.repeat(2))
  await dialog.getByLabel('再输一遍口令').fill(passphrase.repeat(2))
  await dialog.getByRole('button', { name: '上锁', exact: true }).click()
  await scene('home-locked', () => page.getByRole('link', { name: /^一份上锁的记录/ }).waitFor())
  await page.reload()
  await scene('locked', async () => {
    await page.getByRole('link', { name: /^一份上锁的记录/ }).click()
    await page.getByRole('heading', { level: 1, name: '这份记录已上锁' }).waitFor()
  })
  await page.getByLabel('口令').fill(passphrase.repeat(2))
  await page.getByRole('button', { name: '输入口令打开' }).click()
  await scene('locked-again', async () => {
    await page.getByRole('button', { name: '马上锁好' }).click()
    await page.getByText('已锁好，要看请再输口令').waitFor()
  })
}

async function reading({ page, scene, goTo }: Camera): Promise<void> {
  await scene('guide', () => goTo('guide'))
  await scene('guide-search', () => page.getByRole('searchbox').fill('证书管理号'))
  await scene('guide-question', async () => {
    await goTo('guide/S1-17')
    await page.getByText('易错录的不属于采集范围的证书有哪些').waitFor()
  })
  await scene('certificates', () => goTo('guide/certificates'))
  await scene('certificates-answer', async () => {
    await page.getByRole('button', { name: '职称证书（专业技术资格证书）' }).click()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('依据').first().waitFor()
  })
  await goTo('guide/certificates')
  await page.getByRole('button', { name: /^职业资格/ }).click()
  await page.getByRole('button', { name: '不是', exact: true }).click()
  await scene('certificates-issuer', async () => {
    await page.getByRole('button', { name: '广西', exact: true }).click()
    await page.getByText('签发单位是人社（人事）部门').waitFor()
  })
  await scene('certificates-leave', async () => {
    await page.getByRole('button', { name: /^不是/ }).click()
    await page.getByText('不用填。').first().waitFor()
  })
  await scene('about-codes', () => goTo('about/codes'))
  await scene('nowhere', () => goTo('nowhere'))
  await scene('demo', async () => {
    await goTo('guide')
    await page.getByRole('button', { name: '再看一遍入门介绍' }).click()
    await page.getByRole('button', { name: '看一份示例' }).click()
    await page.getByText('这是一份示例').first().waitFor()
  })
}
