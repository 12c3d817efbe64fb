import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import type { DownloadedFile } from '#tests/support/download.ts'
import { keepsProfile } from '#tests/support/engine.ts'
import { holdWritesAfter } from '#tests/support/hold-writes.ts'
import { managing, secrets } from '#tests/support/managing.ts'
import { syntheticSubmissions } from '#tests/support/synthetic/submissions.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'
import { aZip } from '#tests/support/zips.ts'

const people = 1200
const secret = '整库备份的口令甲'
let folder: string
let app: OpenedApp
let files: readonly string[]
let zip: string
let backup: DownloadedFile

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-store-'))
  const made: string[] = []
  const texts: { name: string; content: string }[] = []
  const employer = { name: aUnit.name, division: aUnit.division }
  for await (const { text } of syntheticSubmissions(people, { employer })) {
    const name = `${made.length}.rpu`
    texts.push({ name, content: text })
    await writeFile(join(folder, name), text)
    made.push(join(folder, name))
  }
  files = made
  zip = join(folder, '全部.zip')
  await writeFile(zip, new Uint8Array(await aZip(texts.slice(0, 5)).arrayBuffer()))
  app = await openApp({ path: '/unit' })
  await managing(app).setUp(aUnit)
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

const choose = (button: string, chosen: readonly string[]): Promise<void> =>
  chooseFiles(app.page, app.page.getByRole('button', { name: button }), chosen)

describe('the store of a unit', () => {
  test('goes on after a kill amid receiving: nothing is lost, nothing twice', async () => {
    await managing(app).open('接收报送')
    await holdWritesAfter(app.page, 1)
    await choose('选择文件…', files)
    const shown = await app.page.getByText(/已核对 [1-9]\d* \/ 1200/).textContent()
    const before = Number(/已核对 (\d+)/.exec(shown ?? '')?.[1])
    expect(before).toBeLessThan(people)
    if (keepsProfile) {
      await app.kill()
      await app.relaunch('/unit/receive')
    } else await app.page.reload()
    await managing(app).unlock()
    const told = await app.page.getByText(/1200 个文件里/).textContent()
    expect(Number(/(\d+) 个已经接收/.exec(told ?? '')?.[1])).toBeGreaterThanOrEqual(before)
    expect(await findAxeViolations(app.page)).toEqual([])
    await choose('选择文件，接着接收…', files)
    await app.page.getByText('接收完成').waitFor()
    await managing(app).open('检查')
    await app.page.getByText('1200 人', { exact: true }).waitFor()
  })

  test('takes a ZIP of the same files as what it holds, and stores nothing again', async () => {
    await managing(app).open('接收报送')
    await managing(app).receive([zip])
    const repeated = app.page.getByRole('region', { name: '结果' }).getByText('重复，未变')
    await expect.poll(() => repeated.count()).toBe(5)
    await managing(app).open('检查')
    await app.page.getByText('1200 人', { exact: true }).waitFor()
  })

  test('is backed up as one sealed file, and says how much is in no backup', async () => {
    await managing(app).open('本单位')
    await app.page.getByText('还没有备份过').waitFor()
    await app.page.getByLabel('备份口令').fill(secret)
    backup = await app.download(() => app.page.getByRole('button', { name: '备份整库…' }).click())
    await app.page.getByText(/上次备份：.*1200 人；之后没有改动/).waitFor()
    const bytes = await readFile(backup.path)
    expect(bytes.subarray(0, 40).toString()).toContain('"caibao":"unit-backup/2"')
    expect(bytes.includes('北流')).toBe(false)
    expect(await findAxeViolations(app.page)).toEqual([])
    await managing(app).open('检查')
    await app.page.locator('.case-list-row .name').first().click()
    await app.page.getByRole('checkbox', { name: '电子邮箱正确' }).check()
    await managing(app).open('本单位')
    await app.page.getByText(/上次备份：.*1200 人；之后又做了 [12] 步，还没有备份。/).waitFor()
  })

  test('is restored on another device with people, trails and keys; a wrong or damaged one changes nothing', async () => {
    const other = await openApp({ path: '/unit' })
    const { page } = other
    page.setDefaultTimeout(60_000)
    try {
      const damaged = join(folder, 'damaged.bak')
      const bytes = await readFile(backup.path)
      bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1
      await writeFile(damaged, bytes)
      await page.getByText('已有单位密钥文件？').click()
      const form = page.locator('details').filter({ hasText: '已有单位密钥文件？' })
      await form.locator('input[type=file]').setInputFiles(damaged)
      await form.getByLabel('这份备份的口令').fill('不是这个口令')
      await form.getByLabel('您的姓名').fill('黄采集')
      await form.getByLabel('解锁口令').fill(secrets.clerk)
      await form.getByLabel('保管人口令').fill(secrets.officer2)
      await form.getByRole('button', { name: '恢复单位' }).click()
      await page.getByText('口令不对').waitFor()
      await form.getByLabel('这份备份的口令').fill(secret)
      await form.getByRole('button', { name: '恢复单位' }).click()
      await page.getByText('密封').waitFor()
      await form.locator('input[type=file]').setInputFiles(backup.path)
      await form.getByRole('button', { name: '恢复单位' }).click()
      await page.getByText('恢复完成：新增 1200 人').waitFor()
      await managing(other).open('检查')
      await page.getByText('1200 人', { exact: true }).waitFor()
      expect(other.complaints).toEqual([])
    } finally {
      await other.close()
    }
  })

  test('is refused by another unit, and in a newer format by any; nothing changes', async () => {
    const other = await openApp({ path: '/unit' })
    const { page } = other
    page.setDefaultTimeout(20_000)
    try {
      await managing(other).setUp(aBureau)
      const panel = page.locator('.store-backup')
      const restore = async (file: string): Promise<void> => {
        await panel.locator('input[type=file]').setInputFiles(file)
        await page.getByRole('button', { name: '从备份恢复' }).click()
      }
      await page.getByLabel('这份备份的口令').fill(secret)
      await restore(backup.path)
      await page.getByText(`这是“${aUnit.name}”的备份，本机的单位是“${aBureau.name}”，没有恢复`).waitFor()
      const newer = await readFile(backup.path)
      newer.write('9', newer.indexOf('unit-backup/2') + 'unit-backup/'.length)
      await writeFile(join(folder, 'newer.bak'), newer)
      await restore(join(folder, 'newer.bak'))
      await page.getByText('这份备份的格式是“unit-backup/9”，比本软件新，没有恢复').waitFor()
      expect(await page.getByText('恢复完成').count()).toBe(0)
      expect(other.complaints).toEqual([])
    } finally {
      await other.close()
    }
  })
})
