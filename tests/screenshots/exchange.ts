import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { publishScheme } from '#core/scheme/scheme-file.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { taskToFragment } from '#core/task/task-link.ts'
import { compiledBundle } from '#server/scheme/read-codes.ts'
import { startServer } from '#tests/support/app-server.ts'
import { makeBackupFile, openBackupFile } from '#tests/support/backing-up.ts'
import type { OpenedApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { generateSubmission } from '#tests/support/generate-submission.ts'
import { offerFolder } from '#tests/support/offered-folder.ts'
import { anUpdate } from '#tests/support/scheme-updates.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { openUnitOffice } from '#tests/support/unit-office.ts'
import { aReturnSlipContent, aTaskContent, someUnitKeys } from '#tests/support/units.ts'
import type { Camera } from './camera.ts'

const passphrase = '北流芭蕉二〇二六'

/** What goes to a server and comes back, what is refused on either way, and the copies beside it. */
export async function exchange(camera: Camera, app: OpenedApp): Promise<void> {
  const { page } = camera
  await page.getByRole('button', { name: '知道了' }).click()
  await outbox(camera, app)
  await tasks(camera, app)
  await slips(camera)
  await installed(camera)
  await page.addInitScript(offerFolder)
  await camera.goTo('new')
  await fillingIn(page).type('姓名', '黄丽娟')
  await fillingIn(page).untilSaved()
  await rowMessage(camera)
  await folder(camera)
  await restoring(camera, app)
}

/** At an address of its own, whose server knows the unit. */
async function outbox({ page, scene }: Camera, app: OpenedApp): Promise<void> {
  const server = await startServer()
  try {
    const office = await openUnitOffice(server.origin, await server.setUpCode())
    await page.goto(`${server.origin}/tasks${office.taskFragment}`)
    await page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    await fillDraft(page, { hasUnit: true })
    await generateSubmission(app)
    await scene('outbox-receipt', async () => {
      await page.getByRole('link', { name: '查看交报情况' }).click()
      await page.getByText('服务器已收到，有回执').first().waitFor()
    })
    await scene('outbox-sent-back', async () => {
      const [first] = await office.arrivals()
      if (first) await office.sendBack(first)
      await page.getByRole('button', { name: '现在同步' }).click()
      await page.getByRole('link', { name: '去修改' }).waitFor()
    })
    await page.getByRole('link', { name: '去修改' }).click()
    await fillingIn(page).type('手机号码', '13907750001')
    await fillingIn(page).untilSaved()
    await server.stop()
    await generateSubmission(app)
    await scene('outbox-unreachable', async () => {
      await page.getByRole('link', { name: '查看交报情况' }).click()
      await page.getByText('连不上服务器，会自动再试').first().waitFor()
    })
  } finally {
    await server.stop()
  }
}

async function tasks({ page, scene, goTo }: Camera, app: OpenedApp): Promise<void> {
  const unit = await someUnitKeys()
  const offer = async (keys: typeof unit, changes: Parameters<typeof aTaskContent>[0] = {}): Promise<void> => {
    const task = await readTask(await signTask(aTaskContent(changes), keys.signing))
    if (!task.ok) throw new Error(task.error.code)
    await goTo('outbox')
    await page.goto(`${app.origin}/tasks${await taskToFragment(task.value)}`)
  }
  await scene('task-over', async () => {
    await offer(unit, { id: crypto.randomUUID(), deadline: '2020-01-01' })
    await page.getByText('这个采集任务已于 2020-01-01 截止').waitFor()
  })
  await scene('task-other-key', async () => {
    await offer(unit)
    await page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
    await offer(await someUnitKeys())
    await page.getByRole('button', { name: '已核对，按此任务填写' }).click()
    await page.getByText('签发的单位不是同一个').waitFor()
  })
  await scene('task-cut', async () => {
    await goTo('outbox')
    await page.goto(`${app.origin}/tasks#task=1.AAAA`)
    await page.getByText('这个任务链接不完整').waitFor()
  })
}

async function slips({ page, scene, goTo }: Camera): Promise<void> {
  await scene('returned-not-here', async () => {
    const text = await signReturnSlip(aReturnSlipContent(), await aSigningKey())
    await goTo('returned')
    await chooseFiles(page, page.getByRole('button', { name: '打开退回单…' }), [{ name: '退回单.rtn', text }])
    await page.getByText('这台电脑上没有它退回的那份报送').waitFor()
  })
}

async function installed({ page, scene, goTo }: Camera): Promise<void> {
  const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }
  const text = await publishScheme(await anUpdate(await compiledBundle()), said, await aSigningKey())
  const refresh = page.getByRole('button', { name: '现在刷新' })
  await goTo('about/codes')
  await scene('about-codes-installed', async () => {
    await chooseFiles(page, page.getByRole('button', { name: '打开方案更新文件…' }), [{ name: '更新.scheme', text }])
    await page.getByRole('button', { name: '核对无误，装入' }).click()
    await refresh.waitFor()
  })
  await scene('about-codes-updated', async () => {
    await refresh.click()
    await page.getByText('2012.2 版（由方案更新文件装入）').waitFor()
  })
  await page.getByRole('button', { name: '退回软件自带的方案' }).click()
  await refresh.click()
  await page.getByText('2012.1 版（随软件自带）').waitFor()
}

async function rowMessage({ page, scene }: Camera): Promise<void> {
  const form = fillingIn(page)
  await scene('form-row-message', async () => {
    await form.openSheet('学历学位情况')
    await form.addRow()
    await form.choose('学历项目', '第一学历')
    await form.choose('学历', '大学本科毕业')
    await form.untilSaved()
    await page.locator('.row-issue').filter({ hasText: '最高学历' }).waitFor()
  })
}

async function folder({ page, scene, goTo }: Camera): Promise<void> {
  await goTo('backup')
  const section = page.getByRole('region', { name: '副本文件夹' })
  await scene('backup-folder', async () => {
    await section.getByRole('button', { name: '设置副本文件夹' }).click()
    await section.getByRole('textbox', { name: '口令', exact: true }).fill(passphrase)
    await section.getByRole('textbox', { name: '再输一遍口令' }).fill(passphrase)
  })
  await scene('backup-folder-kept', async () => {
    await section.getByRole('button', { name: '选文件夹' }).click()
    await page
      .getByText(/副本文件夹 · .*核对过$/)
      .first()
      .waitFor()
  })
  await scene('folder-asks-again', async () => {
    await page.evaluate(() => sessionStorage.removeItem('allowed'))
    await goTo('')
    await page.getByText(/浏览器要您再允许一次/).waitFor()
  })
  await page.getByRole('button', { name: '允许' }).click()
  await scene('folder-gone', async () => {
    await page.evaluate(() => {
      FileSystemDirectoryHandle.prototype.getFileHandle = () =>
        Promise.reject(new DOMException('U 盘不在', 'NotFoundError'))
    })
    await page.getByRole('link', { name: '备份', exact: true }).click()
    await page.getByRole('button', { name: '现在存一份' }).click()
    await page.getByRole('alert').filter({ hasText: '没能把副本写到文件夹' }).waitFor()
  })
}

async function restoring({ page, scene }: Camera, app: OpenedApp): Promise<void> {
  const file = await makeBackupFile(app, passphrase)
  await scene('restore-passphrase-refused', async () => {
    await openBackupFile(app, file, '不是这个口令呀')
    await page.getByText('口令不对，备份没有打开').waitFor()
  })
}
