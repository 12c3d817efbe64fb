import { readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppServer } from '#tests/support/app-server.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { testMainJob } from '#tests/support/main-job.ts'
import { makeOneFile } from '#tests/support/one-file.ts'
import { pdfText } from '#tests/support/pdf-text.ts'

const passphrase = '北流芭蕉二〇二六'

let address = ''
beforeAll(async () => {
  address = await makeOneFile()
}, 120_000)
afterAll(() => rm(dirname(fileURLToPath(address)), { recursive: true, force: true }))

// Nothing serves a file on the disk.
const onDisk = (): Promise<AppServer> => Promise.resolve({ origin: address, port: 0, stop: () => Promise.resolve() })

describe('the main job in a single file on the disk', () => {
  testMainJob(() => openApp({ start: onDisk }))
})

describe('a single file on the disk', () => {
  let app: OpenedApp
  let draftPath = ''
  beforeAll(async () => {
    app = await openApp({ start: onDisk })
    await app.goOffline()
  })
  afterAll(() => app.close())

  async function printed(): Promise<string> {
    const file = await app.download(() => app.page.getByRole('button', { name: '保存 PDF' }).click())
    return pdfText(await readFile(file.path)).join('')
  }

  test('says where the data lies and what that means, and offers only what it can do', async () => {
    await app.page.getByText('把文件移动、改名之后都可能看不到').waitFor()
    expect(await app.page.getByRole('link', { name: /单位/ }).count()).toBe(0)
    expect(await app.page.evaluate(() => isSecureContext)).toBe(true)
  })

  test('prints a rare name of the first block, and names a character it has no glyph for', async () => {
    await app.page.getByRole('button', { name: '新建记录' }).click()
    const form = fillingIn(app.page)
    await form.type('姓名', '韦堃喆\u{28000}')
    await form.type('参加工作时间', '200108')
    await form.untilSaved()
    draftPath = app.pathOf(app.page.url())
    await app.page.getByRole('link', { name: '打印' }).click()
    await app.page.getByRole('alert').filter({ hasText: '\u{28000}' }).waitFor()
    await app.page.goto(app.addressOf(draftPath))
    await form.type('姓名', '韦堃喆')
    await form.untilSaved()
    await app.page.getByRole('link', { name: '打印' }).click()
    expect(await printed()).toContain('韦堃喆')
  })

  test('finds a rare character by its components', async () => {
    await app.page.goto(app.addressOf(draftPath))
    const person = app.page.getByRole('textbox', { name: /姓名/ })
    await expect.poll(() => person.isEditable()).toBe(true)
    await person.press('F2')
    await app.page.getByRole('dialog').getByRole('searchbox').fill('由页')
    const found = app.page.getByRole('dialog').getByRole('button', { name: /^𬱖/ })
    await found.waitFor()
    expect(await found.textContent()).toContain('di')
    await app.page.keyboard.press('Escape')
  })

  test('backs up, erases and brings everything back', async () => {
    const { page } = app
    await page.goto(app.addressOf('/backup'))
    await page.getByRole('textbox', { name: '口令', exact: true }).fill(passphrase)
    await page.getByRole('textbox', { name: '再输一遍口令' }).fill(passphrase)
    const { path } = await app.download(() => page.getByRole('button', { name: '生成备份' }).click())
    await page.getByLabel('选刚才保存的文件核对').last().setInputFiles(path)
    await page.getByText('已读回核对').waitFor()
    await page.goto(app.addressOf('/hand-back'))
    await page.getByRole('textbox').fill('清空')
    await page.getByRole('button', { name: /清空/ }).click()
    await page.getByRole('button', { name: '完成' }).click()
    await page.getByText('还没有记录').waitFor()
    await page.goto(app.addressOf('/restore'))
    await page.getByLabel('选备份文件').last().setInputFiles(path)
    await page.getByRole('textbox', { name: '口令' }).fill(passphrase)
    await page.getByRole('button', { name: '打开备份' }).click()
    await page.getByText('韦堃喆').first().waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('speaks English too, and explains itself', async () => {
    await app.page.goto(app.addressOf('/guide'))
    await app.page.getByRole('heading', { level: 1 }).waitFor()
    await app.page.goto(app.addressOf('/'))
    await app.page.getByRole('button', { name: 'English' }).click()
    await app.page.getByText('goes by the place of this file').waitFor()
    await expect.poll(() => app.page.evaluate(() => document.documentElement.lang)).toBe('en')
  })

  test('asks nobody for anything and breaks no policy', () => {
    expect(app.complaints).toEqual([])
  })
})
