import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { writesFolders } from '#tests/support/engine.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { lockOnHome } from '#tests/support/locking.ts'
import { offerFolder } from '#tests/support/offered-folder.ts'

const passphrase = '邕江之滨二〇二六'

/** Counts how often the page has looked whether the folder is behind, and is done with it. */
function countLooks(): void {
  const request: unknown = Reflect.get(navigator.locks, 'request')
  if (typeof request !== 'function') return
  Object.assign(window, { looksAtFolder: 0 })
  Object.defineProperty(navigator.locks, 'request', {
    value: async (name: string, ...others: readonly unknown[]) => {
      const result: unknown = await Reflect.apply(request, navigator.locks, [name, ...others])
      if (name === 'caibao-mirror')
        Object.assign(window, { looksAtFolder: Number(Reflect.get(window, 'looksAtFolder')) + 1 })
      return result
    },
  })
}

async function filesInFolder({ page }: OpenedApp): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const found: Record<string, string> = {}
    const folder = await navigator.storage.getDirectory()
    const names: AsyncIterable<string> = Reflect.get(folder, 'keys').call(folder)
    for await (const name of names) found[name] = await (await (await folder.getFileHandle(name)).getFile()).text()
    return found
  })
}

describe.runIf(!writesFolders)('a folder for copies, in a browser that writes none', () => {
  test('is not offered, and the page says so; the backup as a file is', async () => {
    const app = await openApp({ path: '/backup' })
    try {
      await app.page.getByRole('button', { name: '生成备份' }).waitFor()
      expect(await app.page.evaluate(() => 'showDirectoryPicker' in window)).toBe(false)
      await app.page.getByText('这个浏览器不能自动写文件夹').waitFor()
      expect(await app.page.getByRole('button', { name: '设置副本文件夹' }).count()).toBe(0)
    } finally {
      await app.close()
    }
  })
})

describe.runIf(writesFolders)('a folder for copies', () => {
  let app: OpenedApp
  let draftPath = ''
  let fileText = ''
  const folderFiles = (): Promise<Record<string, string>> => filesInFolder(app)

  beforeAll(async () => {
    app = await openApp({ path: '/healthz' })
    await app.page.addInitScript(offerFolder)
    await app.page.goto(`${app.origin}/new`)
    const form = fillingIn(app.page)
    await form.type('姓名', '韦晓𬱖')
    await form.untilSaved()
    draftPath = new URL(app.page.url()).pathname
  })
  afterAll(() => app.close())

  test('is chosen with a passphrase, gets a sealed copy, and counts once it was read back', async () => {
    const { page } = app
    await page.goto(`${app.origin}/backup`)
    const section = page.getByRole('region', { name: '副本文件夹' })
    await section.getByRole('button', { name: '设置副本文件夹' }).click()
    await section.getByRole('textbox', { name: '口令', exact: true }).fill(passphrase)
    await section.getByRole('textbox', { name: '再输一遍口令' }).fill(passphrase)
    expect(await findAxeViolations(page)).toEqual([])
    await section.getByRole('button', { name: '选文件夹' }).click()
    await page
      .getByRole('region', { name: '安全副本' })
      .getByText(/副本文件夹 · .*核对过$/)
      .waitFor()
    const files = await folderFiles()
    expect(Object.keys(files)).toEqual([expect.stringMatching(/^采报副本_\w{8}\.bak$/)])
    fileText = Object.values(files)[0] ?? ''
    expect(fileText).toContain('"caibao"')
    expect(fileText).not.toContain('韦晓𬱖')
  })

  test('asks once more after a restart, and then follows what is typed', async () => {
    const { page } = app
    await page.evaluate(() => sessionStorage.removeItem('allowed'))
    await page.goto(app.origin + draftPath)
    await page.getByText(/浏览器要您再允许一次/).waitFor()
    await page.getByRole('button', { name: '允许' }).click()
    const form = fillingIn(page)
    await form.type('参加工作时间', '200108')
    await form.untilSaved()
    await expect.poll(async () => Object.values(await folderFiles())[0] !== fileText, { timeout: 30_000 }).toBe(true)
    fileText = Object.values(await folderFiles())[0] ?? ''
    await page.goto(app.origin)
    await page.getByText(/副本文件夹 ✓/).waitFor()
  })

  test('is proof of a copy when the computer is handed back, and is to be taken along', async () => {
    const { page } = app
    await page.goto(`${app.origin}/hand-back`)
    await page.getByText('副本文件夹里有，核对过').waitFor()
    await page.getByText('如果就在这台电脑上，请先拷走').waitFor()
    expect(await page.getByText('只在这台电脑上').count()).toBe(0)
    await page.getByRole('textbox', { name: /确认清空/ }).fill('清空')
    await expect.poll(() => page.getByRole('button', { name: '清空这台电脑上的记录' }).isEnabled()).toBe(true)
    expect(await findAxeViolations(page)).toEqual([])
    await page.goto(app.origin)
  })

  test('that is gone says so, and nothing counts', async () => {
    const { page } = app
    await page.evaluate(() => {
      FileSystemDirectoryHandle.prototype.getFileHandle = () =>
        Promise.reject(new DOMException('U 盘不在', 'NotFoundError'))
    })
    await page.getByRole('link', { name: '备份', exact: true }).click()
    await page.getByRole('button', { name: '现在存一份' }).click()
    await page.getByRole('alert').filter({ hasText: '没能把副本写到文件夹' }).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    // Put off, it is still told to whoever asks for a copy.
    await page.getByRole('link', { name: '采报' }).click()
    await page.getByRole('button', { name: '以后再说' }).click()
    await expect.poll(() => page.getByText('没能把副本写到文件夹').count()).toBe(0)
    await page.getByRole('link', { name: '备份', exact: true }).click()
    await page.getByRole('button', { name: '现在存一份' }).click()
    await page.getByRole('alert').filter({ hasText: '没能把副本写到文件夹' }).waitFor()
  })

  test('brings everything back in another browser, with the passphrase', async () => {
    const other = await openApp({ path: '/restore' })
    await other.page
      .getByLabel('选备份文件')
      .last()
      .setInputFiles({ name: '采报副本.bak', mimeType: 'application/json', buffer: Buffer.from(fileText) })
    await other.page.getByRole('textbox', { name: '口令' }).fill(passphrase)
    await other.page.getByRole('button', { name: '打开备份' }).click()
    await other.page.getByRole('button', { name: '开始恢复' }).click()
    await other.page.getByText('恢复完成').waitFor()
    await other.page.goto(other.origin)
    await expect.poll(() => other.page.getByRole('link', { name: /韦晓𬱖/ }).count()).toBe(1)
    await other.close()
  })
})

describe.runIf(writesFolders)('a folder for copies, with a record behind a passphrase', () => {
  const locking = '三月桃花水满江'.repeat(2)
  let app: OpenedApp
  beforeAll(async () => {
    app = await openApp({ path: '/healthz' })
    await app.page.addInitScript(offerFolder)
    await app.page.addInitScript(countLooks)
    app.page.setDefaultTimeout(20_000)
    const { page, origin } = app
    await page.goto(`${origin}/new`)
    const form = fillingIn(page)
    await form.type('姓名', '韦晓莉')
    await form.untilSaved()
    await page.goto(origin)
    await lockOnHome(page, '韦晓莉', locking)
    await page.getByText('一份上锁的记录').waitFor()
    await page.getByText('备份文件 — 还没有').waitFor()
    await page.evaluate(() => sessionStorage.setItem('allowed', 'yes'))
    await page.goto(`${origin}/backup`)
    const section = page.getByRole('region', { name: '副本文件夹' })
    await section.getByRole('button', { name: '设置副本文件夹' }).click()
    await section.getByRole('textbox', { name: '口令', exact: true }).fill(passphrase)
    await section.getByRole('textbox', { name: '再输一遍口令' }).fill(passphrase)
    await section.getByRole('button', { name: '选文件夹' }).click()
  })
  afterAll(() => app.close())

  test('says of it what it says of the others', async () => {
    const { page } = app
    const meter = page.getByRole('region', { name: '安全副本' })
    await meter.getByText('一份上锁的记录').waitFor()
    await meter.getByText(/副本文件夹 · .*核对过$/).waitFor()
    await page.goto(app.origin)
    await page.getByText(/副本文件夹 ✓ .*核对过$/).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('is written once for it, not at each start', async () => {
    const { page } = app
    const before = await filesInFolder(app)
    expect(Object.keys(before)).toHaveLength(1)
    await page.reload()
    await expect
      .poll(() => page.evaluate(() => Number(Reflect.get(window, 'looksAtFolder'))), { timeout: 20_000 })
      .toBeGreaterThan(0)
    // Each copy is sealed anew: the same bytes are the same copy.
    expect(await filesInFolder(app)).toEqual(before)
  })
})
