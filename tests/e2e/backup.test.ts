import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { fillingIn } from '#tests/support/filling-in.ts'

const passphrase = '北流芭蕉二〇二六'

async function backUp(app: OpenedApp): Promise<string> {
  const { page, origin } = app
  await page.goto(`${origin}/backup`)
  await page.getByRole('textbox', { name: '口令', exact: true }).fill(passphrase)
  await page.getByRole('textbox', { name: '再输一遍口令' }).fill(passphrase)
  const { path } = await app.download(() => page.getByRole('button', { name: '生成备份' }).click())
  await page.getByLabel('选刚才保存的文件核对').last().setInputFiles(path)
  await page.getByText('已读回核对').waitFor()
  return path
}

async function openFile({ page, origin }: OpenedApp, path: string, word = passphrase): Promise<void> {
  await page.goto(`${origin}/restore`)
  await page.getByLabel('选备份文件').last().setInputFiles(path)
  await page.getByText(/^备份“.+”设了口令/).waitFor()
  await page.getByRole('textbox', { name: '口令' }).fill(word)
  await page.getByRole('button', { name: '打开备份' }).click()
}

async function typeInto({ page, origin }: OpenedApp, draftPath: string, fields: Record<string, string>): Promise<void> {
  await page.goto(origin + draftPath)
  const form = fillingIn(page)
  for (const [label, text] of Object.entries(fields)) await form.type(label, text)
  await form.untilSaved()
}

/** x of the key that signs on this device. */
const keyOf = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const request = indexedDB.open('caibao')
    const database = await new Promise<IDBDatabase>((resolve) => {
      request.addEventListener('success', () => resolve(request.result))
    })
    const reading = database.transaction('keys').objectStore('keys').get('device')
    await new Promise((resolve) => {
      reading.addEventListener('success', resolve)
    })
    database.close()
    return (await crypto.subtle.exportKey('jwk', reading.result.publicKey)).x ?? ''
  })

/** Everything the drafts of this device say, as it is stored. */
const draftsOf = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const request = indexedDB.open('caibao')
    const database = await new Promise<IDBDatabase>((resolve) => {
      request.addEventListener('success', () => resolve(request.result))
    })
    const reading = database.transaction('drafts').objectStore('drafts').getAll()
    await new Promise((resolve) => {
      reading.addEventListener('success', resolve)
    })
    database.close()
    return JSON.stringify(reading.result)
  })

describe('office, home and back, offline', () => {
  let office: OpenedApp
  let home: OpenedApp
  let draftPath = ''
  beforeAll(async () => {
    office = await openApp()
    home = await openApp()
    for (const app of [office, home]) {
      app.page.setDefaultTimeout(10_000)
      await app.untilOfflineReady()
      await app.goOffline()
      await app.page.reload()
    }
  })
  afterAll(() => Promise.all([office.close(), home.close()]))

  test('the first restore brings draft and key', async () => {
    await office.page.getByRole('button', { name: '新建记录' }).click()
    await office.page.getByRole('textbox', { name: /姓名/ }).waitFor()
    draftPath = new URL(office.page.url()).pathname
    await typeInto(office, draftPath, { 姓名: '韦晓莉', 手机号码: '13807750000' })
    const path = await backUp(office)
    expect(await findAxeViolations(office.page)).toEqual([])

    await openFile(home, path, '不是这个口令')
    await home.page.getByText('口令不对').waitFor()
    expect(await draftsOf(home.page)).toBe('[]')
    await openFile(home, path)
    await home.page.getByText('这台电脑上没有，恢复进来').waitFor()
    await home.page.getByRole('button', { name: '开始恢复' }).click()
    await home.page.getByText('恢复完成').waitFor()
    expect(await keyOf(home.page)).toBe(await keyOf(office.page))
  })

  test('edits on both sides are shown beside each other and merged field by field', async () => {
    await typeInto(home, draftPath, { 姓名: '韦小莉', 手机号码: '13900000001' })
    await typeInto(office, draftPath, { 姓名: '韦晓丽', 手机号码: '13900000002' })
    const path = await backUp(home)

    await openFile(office, path)
    const start = office.page.getByRole('button', { name: '开始恢复' })
    await office.page.getByText('两边都改过').waitFor()
    expect(await start.isDisabled()).toBe(true)
    expect(await findAxeViolations(office.page)).toEqual([])
    await office.page.getByRole('radio', { name: '逐项挑选' }).check()
    await office.page.getByRole('radio', { name: /手机号码：备份 13900000001/ }).check()
    // Nothing is taken for the person: the other difference is still open.
    expect(await start.isDisabled()).toBe(true)
    await office.page.getByRole('radio', { name: /姓名：这台电脑 韦晓丽/ }).check()
    await start.click()
    await office.page.getByText('恢复完成').waitFor()

    await office.page.goto(office.origin + draftPath)
    await office.page.getByRole('textbox', { name: /姓名/ }).waitFor()
    expect(await office.page.getByRole('textbox', { name: /姓名/ }).inputValue()).toBe('韦晓丽')
    expect(await office.page.getByRole('textbox', { name: /手机号码/ }).inputValue()).toBe('13900000001')
    expect(await keyOf(office.page)).toBe(await keyOf(home.page))
  })

  test('what was merged is newer at home, and replaces what it grew from', async () => {
    const path = await backUp(office)
    await openFile(home, path)
    await home.page.getByText('备份里的更新').waitFor()
    await home.page.getByRole('button', { name: '开始恢复' }).click()
    await home.page.getByText('恢复完成').waitFor()
    await home.page.goto(home.origin + draftPath)
    await home.page.getByRole('textbox', { name: /姓名/ }).waitFor()
    expect(await home.page.getByRole('textbox', { name: /姓名/ }).inputValue()).toBe('韦晓丽')
  })

  test('a damaged, foreign or newer file changes nothing and says so', async () => {
    const { page, origin } = home
    const before = await draftsOf(page)
    const whole: Record<string, string> = JSON.parse(await readFile(await backUp(office), 'utf8'))
    const ciphertext = whole['ciphertext'] ?? ''
    const changed = { ...whole, ciphertext: (ciphertext.startsWith('A') ? 'B' : 'A') + ciphertext.slice(1) }
    const files = [
      [JSON.stringify(changed), '这份备份不完整'],
      [JSON.stringify(whole).slice(0, -200), '这个文件不完整'],
      ['{"caibao":"submission/1"}', '不是采报的备份'],
      [JSON.stringify({ ...whole, caibao: `${whole['caibao']?.split('/')[0]}/99` }), '请先更新软件'],
    ] as const
    for (const [text, said] of files) {
      await page.goto(`${origin}/restore`)
      const buffer = Buffer.from(text)
      await page.getByLabel('选备份文件').last().setInputFiles({ name: 'x.bak', mimeType: 'application/json', buffer })
      await page.getByText(said).waitFor()
      expect(await page.getByRole('button', { name: '开始恢复' }).count()).toBe(0)
    }
    expect(await draftsOf(page)).toBe(before)
  })

  test('the home page says which copies there are, and that the last one is outdated', async () => {
    const { page, origin } = office
    await page.goto(origin)
    const item = page.getByRole('listitem').filter({ hasText: '韦晓丽' })
    await item.getByText(/备份文件 ✓ .*核对过$/).waitFor()
    await typeInto(office, draftPath, { 手机号码: '13900000003' })
    await page.goto(origin)
    await item.getByText(/核对过，之后又有修改/).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    expect([...office.complaints, ...home.complaints].filter((text) => !text.includes('ERR_'))).toEqual([])
  })
})
