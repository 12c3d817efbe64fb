import { readFile } from 'node:fs/promises'
import { publishScheme } from '#core/scheme/scheme-file.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { signTask } from '#core/task/sign-task.ts'
import { compiledBundle } from '#server/scheme/read-codes.ts'
import { backUpAndRead, openBackupFile } from '#tests/support/backing-up.ts'
import type { OpenedApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { dropFiles, holdFileOver, takeFileAway } from '#tests/support/drop-file.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { fillDisk } from '#tests/support/full-disk.ts'
import { anUpdate } from '#tests/support/scheme-updates.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { namedDrafts, putDrafts } from '#tests/support/stored-drafts.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aTaskContent } from '#tests/support/units.ts'
import type { Camera } from './camera.ts'

const passphrase = '北流芭蕉二〇二六'

/** What a person sees seldom: on paper half-way, two tabs, two computers, a full disk, a file that is none. */
export async function states(camera: Camera, app: OpenedApp): Promise<void> {
  const { page } = camera
  await page.getByRole('button', { name: '知道了' }).click()
  await printing(camera)
  await page.getByRole('link', { name: '采报' }).click()
  await page.getByRole('button', { name: '新建记录' }).click()
  await fillingIn(page).type('姓名', '韦晓莉')
  await fillingIn(page).type('手机号码', '13807750000')
  await fillingIn(page).untilSaved()
  const draft = new URL(page.url()).pathname.split('/').slice(1, 3).join('/')
  await twoComputers(camera, app, draft)
  await files(camera)
  await schemes(camera)
  await secondTab(camera, app, draft)
  await fullDisk(camera, app, draft)
  await lists(camera)
}

/** Its fonts are held up on their way: the app of these pictures keeps nothing for working offline. */
async function printing({ page, scene, goTo }: Camera): Promise<void> {
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/\/fonts\/noto-1\.pack/, async (route) => {
    await held
    await route.continue()
  })
  await page.route(/\/fonts\/hana-\d+\.pack/, (route) => route.abort())
  await scene('print-running', async () => {
    await goTo('print/blank')
    await page.getByRole('progressbar', { name: '打印' }).waitFor()
  })
  release()
  await scene('print-missing-glyph', async () => {
    await goTo('new')
    await fillingIn(page).type('姓名', '韦\u{28000}\u{20000}')
    await fillingIn(page).untilSaved()
    await goTo(`${new URL(page.url()).pathname.split('/').slice(1, 3).join('/')}/print`)
    await page.getByRole('alert').filter({ hasText: '\u{20000}' }).waitFor({ timeout: 60_000 })
  })
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}

async function eraseDevice({ page, goTo }: Camera): Promise<void> {
  await goTo('hand-back')
  await page.getByRole('textbox', { name: /确认清空/ }).fill('清空')
  for (const box of await page.getByRole('checkbox', { name: /不要了/ }).all()) await box.check()
  await page.getByRole('button', { name: '清空这台电脑上的记录' }).click()
  await page.getByText('已清空。').waitFor()
}

/** One computer that is handed back and begins anew stands for both. */
async function twoComputers(camera: Camera, app: OpenedApp, draft: string): Promise<void> {
  const { page, scene, goTo } = camera
  const type = async (mobile: string): Promise<void> => {
    await goTo(draft)
    await fillingIn(page).type('手机号码', mobile)
    await fillingIn(page).untilSaved()
  }
  const restore = page.getByRole('button', { name: '开始恢复' })
  const first = await backUpAndRead(app, passphrase)
  await type('13900000001')
  const other = await backUpAndRead(app, passphrase)
  await scene('hand-back-done', () => eraseDevice(camera))
  await openBackupFile(app, first, passphrase)
  await scene('restore-done', async () => {
    await restore.click()
    await page.getByText('恢复完成').waitFor()
  })
  await type('13900000002')
  await openBackupFile(app, other, passphrase)
  await scene('restore-conflict', () => page.getByText('两边都改过').waitFor())
  await scene('restore-field-by-field', () => page.getByRole('radio', { name: '逐项挑选' }).check())
  const cut = (await readFile(other, 'utf8')).slice(0, -200)
  await scene('restore-refused', async () => {
    await goTo('restore')
    const buffer = Buffer.from(cut)
    await page.getByLabel('选备份文件').last().setInputFiles({ name: '半截.bak', mimeType: 'application/json', buffer })
    await page.getByText('这个文件不完整').waitFor()
  })
}

async function files({ page, scene, goTo }: Camera): Promise<void> {
  await goTo('')
  await scene('drop-offered', () => holdFileOver(page))
  await takeFileAway(page)
  const { text } = await signSubmission(aSubmissionContent(), await aSigningKey())
  await scene('opened-others-wait', async () => {
    const task = { name: '采集任务.task', text: await signTask(aTaskContent(), await aSigningKey()) }
    await dropFiles(page, [{ name: '去年.rpu', text }, task])
    await page.getByRole('button', { name: '接着打开“采集任务.task”' }).waitFor()
    await page.getByRole('heading', { name: '一份报送文件' }).waitFor()
  })
}

async function schemes({ page, scene, goTo }: Camera): Promise<void> {
  const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }
  const text = await publishScheme(await anUpdate(await compiledBundle()), said, await aSigningKey())
  const open = (content: string): Promise<void> =>
    chooseFiles(page, page.getByRole('button', { name: '打开方案更新文件…' }), [{ name: '更新.scheme', text: content }])
  await goTo('about/codes')
  await scene('about-codes-offer', async () => {
    await open(text)
    await page.getByRole('button', { name: '核对无误，装入' }).waitFor()
  })
  await scene('about-codes-refused', async () => {
    await open(text.replace('"payload": "', '"payload": "A'))
    await page.getByText(/这份方案更新.*没有读入/).waitFor()
  })
}

async function secondTab({ page, scene, goTo }: Camera, app: OpenedApp, draft: string): Promise<void> {
  const other = await app.context.newPage()
  await other.goto(`${app.origin}/${draft}`)
  await fillingIn(other).type('手机号码', '13900000003')
  await scene('form-second-tab', async () => {
    await goTo(draft)
    await page.getByText('这份记录正在另一个标签页里填写').waitFor()
  })
  await other.close()
}

async function fullDisk({ page, scene, goTo }: Camera, app: OpenedApp, draft: string): Promise<void> {
  await goTo(draft)
  const employer = page.locator('[data-path="basic.employer"]')
  await employer.waitFor()
  await fillDisk(page)
  await scene('form-not-saved', async () => {
    await employer.fill('北流市第一中学')
    await page.getByText('STORAGE_FULL').waitFor()
  })
  await scene('form-not-left', async () => {
    await page.getByRole('link', { name: '备份', exact: true }).click()
    await page.getByText('有内容还没有保存，所以留在这一页').waitFor()
  })
  const { path } = await app.download(() => page.getByRole('button', { name: '存到文件' }).first().click())
  await scene('home-rescue', async () => {
    await goTo('')
    await page.getByLabel('选择抢救文件').setInputFiles(path)
    await page.getByRole('dialog', { name: '从抢救文件恢复' }).waitFor()
  })
  await page.keyboard.press('Escape')
}

async function lists({ page, scene, goTo }: Camera): Promise<void> {
  await scene('form-missing', async () => {
    await goTo('drafts/nobody')
    await page.getByText('打不开这份记录').waitFor()
  })
  await scene('home-many', async () => {
    await putDrafts(page, [...namedDrafts(9), { id: 'damaged', record: 'half a re', revision: 'x' }])
    await goTo('')
    await page.getByRole('searchbox', { name: '按姓名找' }).fill('覃')
    await page.getByText(/份记录，列出 9 份/).waitFor()
  })
}
