import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { sealBackup } from '#core/backup/write-backup.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { sealSubmission } from '#core/submission/seal-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { signTask } from '#core/task/sign-task.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { aBackupContent } from '#tests/support/backups.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { type DroppedFile, dropFiles, dropTaken, holdFileOver, takeFileAway } from '#tests/support/drop-file.ts'
import { canRunFirst } from '#tests/support/engine.ts'
import { anInclusion } from '#tests/support/inclusions.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { anOpeningKey, aReturnSlipContent, aTaskContent, someUnitKeys } from '#tests/support/units.ts'

interface Kind {
  readonly extension: string
  readonly text: () => Promise<string>
  /** The page it belongs to, and what that says of it. */
  readonly path: string
  readonly said: string
}

const kinds: readonly Kind[] = [
  {
    extension: '.rpu',
    text: async () => (await signSubmission(aSubmissionContent(), await aSigningKey())).text,
    path: '/opened',
    said: '签名有效，内容没有被改动过。',
  },
  {
    extension: '.bak',
    text: () => sealBackup(aBackupContent(), '北流芭蕉二〇二六'),
    path: '/restore',
    said: '设了口令，请输入生成它时的口令',
  },
  {
    extension: '.task',
    text: async () => signTask(aTaskContent(), (await someUnitKeys()).signing),
    path: '/tasks',
    said: '收到一份采集任务',
  },
  {
    extension: '.rtn',
    text: async () => signReturnSlip(aReturnSlipContent(), (await someUnitKeys()).signing),
    path: '/returned',
    said: '这台电脑上没有它退回的那份报送',
  },
  {
    extension: '.json',
    text: async () => JSON.stringify({ caibao: 'rescue/1', draft: { record: aPerson(), savedAt: 1 } }),
    path: '/',
    said: '文件里有下面这份记录',
  },
]

const ofUnit = fileURLToPath(new URL('../fixtures/backups/unit-backup-1.bak', import.meta.url))

/** Before the page begins: the queue of a system that opens files with the installed app. */
function installLaunchQueue(first: readonly DroppedFile[]): void {
  const paramsOf = (files: readonly DroppedFile[]) => ({
    files: files.map(({ name, text }) => ({ getFile: async () => new File([text], name) })),
  })
  const setConsumer = (consumer: (params: unknown) => void): void => {
    Object.assign(window, {
      isAskedForFiles: true,
      launchFiles: (files: readonly DroppedFile[]) => consumer(paramsOf(files)),
    })
    if (first.length > 0) consumer(paramsOf(first))
  }
  Object.defineProperty(window, 'launchQueue', { value: { setConsumer } })
}

test('the files of the app are declared to the system by their names', async () => {
  const app = await openApp()
  onTestFinished(() => app.close())
  const manifest = await app.page.evaluate(async () => (await fetch('/manifest.webmanifest')).json())
  const [handler, ...others] = manifest.file_handlers
  expect(others).toEqual([])
  expect(handler.action).toBe('/')
  expect(Object.values(handler.accept).flat()).toEqual(['.rpu', '.rpz', '.bak', '.task', '.rtn', '.scheme'])
  expect(manifest.launch_handler.client_mode).toBe('focus-existing')
})

test('several dropped at once are opened one after the other, and what is none of them is told of', async () => {
  const app = await openApp()
  onTestFinished(() => app.close())
  const { page } = app
  const texts = await Promise.all(kinds.map(({ text }) => text()))
  const files = kinds.map(({ extension }, at) => ({ name: `北流市第一中学${extension}`, text: texts[at] ?? '' }))
  await expect.poll(() => dropFiles(page, [{ name: '通知.json', text: '{}' }, ...files])).toBe(true)
  for (const [at, { path, said }] of kinds.entries()) {
    if (at > 0) await page.getByRole('button', { name: `接着打开“${files[at]?.name}”` }).click()
    else await page.getByRole('status').getByText('这个文件不是采报的文件').waitFor()
    await page.getByText(said).first().waitFor()
    expect(new URL(page.url()).pathname).toBe(path)
    // All but the last beside the notice of what waits.
    expect(await findAxeViolations(page), path).toEqual([])
  }
  await expect.poll(() => page.getByRole('button', { name: /^接着打开/ }).count()).toBe(0)
})

test('a submission that was only looked at is not what 恢复 begins with', async () => {
  const app = await openApp()
  onTestFinished(() => app.close())
  const { page } = app
  const { text } = await signSubmission(aSubmissionContent(), await aSigningKey())
  await dropTaken(page, { name: '别人的.rpu', text })
  await page.getByText('签名有效，内容没有被改动过。').waitFor()
  await page.getByRole('link', { name: '我的记录' }).first().click()
  await page.getByRole('link', { name: '恢复备份' }).first().click()
  await page.getByRole('button', { name: '选备份文件' }).waitFor()
  // It is still there for what takes it.
  await page.goBack()
  await page.goBack()
  await page.getByRole('link', { name: '导入为新草稿' }).click()
  await expect.poll(() => page.getByRole('button', { name: '导入', exact: true }).count()).toBe(1)
})

test('what is not for the person to open is told for what it is', async () => {
  const app = await openApp()
  onTestFinished(() => app.close())
  const { page, origin } = app
  const folder = await mkdtemp(join(tmpdir(), 'caibao-units-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const pack = join(folder, '北流市教育局.rpz')
  await writeFile(pack, gzipSync('{"caibao":"pack/1"}'))
  const receipt = { name: '韦晓莉_第1次报送_回执.receipt', text: '{"caibao":"receipt/1"}' }
  const files = [
    [pack, '这是单位之间用的上报包（.rpz）'],
    [ofUnit, '这是管理版的整库备份'],
    [receipt, '这是服务器回执'],
  ] as const
  for (const [file, said] of files) {
    await chooseFiles(page, page.getByRole('button', { name: '打开文件…' }), [file])
    await page.getByRole('status').getByText(said).waitFor()
  }
  await page.goto(`${origin}/restore`)
  await chooseFiles(page, page.getByRole('button', { name: '选备份文件' }), [ofUnit])
  await expect.poll(() => page.getByText('这是管理版的整库备份').count()).toBe(1)
})

test('a sealed submission and 上报凭证 are told of, and what is held over the page is offered to be opened', async () => {
  const app = await openApp()
  onTestFinished(() => app.close())
  const { page } = app
  const { text } = await signSubmission(aSubmissionContent(), await aSigningKey())
  const files = [
    ['密封的.rpu', await sealSubmission(text, [(await anOpeningKey()).publicJwk]), '一份密封的报送文件'],
    ['上报凭证.json', await anInclusion(), '3 份中的第 1 份'],
  ] as const
  for (const [name, content, said] of files) {
    await page.goto(app.origin)
    await dropTaken(page, { name, text: content })
    await page.getByText(said).first().waitFor()
    expect(new URL(page.url()).pathname).toBe('/opened')
    expect(await findAxeViolations(page), name).toEqual([])
  }
  await holdFileOver(page)
  const offer = page.getByText('松开即可打开')
  await offer.waitFor()
  expect(await findAxeViolations(page)).toEqual([])
  await takeFileAway(page)
  await expect.poll(() => offer.count()).toBe(0)
})

describe.for(kinds)('a $extension file', ({ extension, text, path, said }) => {
  let app: OpenedApp
  let content: string
  const name = `北流市第一中学${extension}`

  beforeAll(async () => {
    app = await openApp()
    content = await text()
  })
  afterAll(() => app.close())

  /** The page it has come to, once that says what it is. */
  const arrivedAt = async (page: Page): Promise<string> => {
    await page.getByText(said).first().waitFor()
    return new URL(page.url()).pathname
  }

  test.for(['/', '/backup', '/restore'])('dropped onto %s goes to its page', async (at) => {
    const { page } = app
    await page.goto(app.origin + at)
    await dropTaken(page, { name, text: content })
    expect(await arrivedAt(page)).toBe(path)
  })

  test('dropped onto the form goes to its page, and what was being typed is saved', async () => {
    const { page } = app
    await page.goto(`${app.origin}/new`)
    const field = page.getByRole('textbox', { name: /^单位/ })
    await field.fill('北流市第一中学')
    const draft = page.url()
    await dropTaken(page, { name, text: content })
    expect(await arrivedAt(page)).toBe(path)
    await page.goto(draft)
    await expect.poll(() => field.inputValue()).toBe('北流市第一中学')
  })

  describe.runIf(canRunFirst)('opened from the desktop', () => {
    const launched = async (first: readonly DroppedFile[]): Promise<Page> => {
      const page = await app.context.newPage()
      onTestFinished(() => page.close())
      await page.addInitScript(installLaunchQueue, first)
      await page.goto(app.origin)
      return page
    }
    const launch = async (page: Page): Promise<void> => {
      await expect.poll(() => page.evaluate(() => Reflect.get(window, 'isAskedForFiles'))).toBe(true)
      await page.evaluate((files) => Reflect.get(window, 'launchFiles')(files), [{ name, text: content }])
    }

    test('starts the app at its page', async () => {
      expect(await arrivedAt(await launched([{ name, text: content }]))).toBe(path)
    })

    test('goes to its page in the app that runs, and what was being typed is saved', async () => {
      const page = await launched([])
      await page.getByRole('button', { name: '新建记录' }).click()
      const field = page.getByRole('textbox', { name: /^单位/ })
      await field.fill('北流市第一中学')
      const draft = page.url()
      await launch(page)
      expect(await arrivedAt(page)).toBe(path)
      await page.goto(draft)
      await expect.poll(() => field.inputValue()).toBe('北流市第一中学')
    })

    test('waits while a dialog is open, says so, and leaves what was typed there', async () => {
      const page = await launched([])
      await page.getByRole('button', { name: '新建记录' }).click()
      const person = page.getByRole('textbox', { name: /^\s*姓名/ })
      await expect.poll(() => person.isEditable()).toBe(true)
      await person.press('F2')
      const query = page.getByRole('dialog').getByRole('searchbox')
      await query.fill('long')
      await launch(page)
      const note = page.getByRole('dialog', { name: '文件已收到' })
      await note.getByText(`关掉它以后，就打开“${name}”。`).waitFor()
      expect(await findAxeViolations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await note.waitFor({ state: 'hidden' })
      expect(await query.inputValue()).toBe('long')
      await page.getByRole('dialog').getByRole('button', { name: '关闭', exact: true }).click()
      expect(await arrivedAt(page)).toBe(path)
    })

    test('is taken by its page where that stands already', async () => {
      const page = await launched([])
      await page.goto(app.origin + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await launch(page)
      expect(await arrivedAt(page)).toBe(path)
    })
  })
})
