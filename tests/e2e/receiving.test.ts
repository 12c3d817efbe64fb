import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chooseFiles } from '#tests/support/choose-files.ts'
import { dropFolder } from '#tests/support/drop-folder.ts'
import { canRunFirst, hasDebugger, writesFolders } from '#tests/support/engine.ts'
import { fillDisk, freeDisk } from '#tests/support/full-disk.ts'
import { heldWrite, holdWritesAfter, releaseWrites } from '#tests/support/hold-writes.ts'
import { managing } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aPack } from '#tests/support/packs.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { syntheticSubmissions } from '#tests/support/synthetic/submissions.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { aUnit } from '#tests/support/units.ts'
import { aZip } from '#tests/support/zips.ts'

const people = 1600
const later = 700
let folder: string
let app: OpenedApp
let files: readonly string[]
let more: readonly string[]

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, content)
  return file
}

const begin = (chosen: readonly string[], button = '选择文件…'): Promise<void> =>
  chooseFiles(app.page, app.page.getByRole('button', { name: button }), chosen)
const click = (name: string): Promise<void> => app.page.getByRole('button', { name, exact: true }).click()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-receiving-'))
  const made: string[] = []
  const employer = { name: aUnit.name, division: aUnit.division }
  for await (const { text } of syntheticSubmissions(people + later, { employer })) {
    made.push(await fileOf(`${made.length}.rpu`, text))
  }
  files = made.slice(0, people)
  more = made.slice(people)
  app = await openApp({ path: '/unit' })
  await managing(app).setUp(aUnit)
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

describe('receiving', () => {
  test('waits when told to, goes on, stops when told to, and takes up the rest', async () => {
    const { page } = app
    await managing(app).open('接收报送')
    await holdWritesAfter(page, 1)
    await begin(files)
    await page.getByText('已核对 500 / 1600 个文件').waitFor()
    await heldWrite(page)
    await click('暂停')
    await releaseWrites(page)
    await page.getByText('已核对 1000 / 1600 个文件').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await holdWritesAfter(page, 0)
    await click('继续')
    await heldWrite(page)
    await click('停止')
    await releaseWrites(page)
    await page.getByText('已停止：1500 / 1600 个文件已接收，其余没有动。').waitFor()
    await managing(app).open('检查')
    await page.getByText('1500 人', { exact: true }).waitFor()
    await managing(app).open('接收报送')
    await page.getByText(/1600 个文件里，1500 个已经接收，还有 100 个没有/).waitFor()
    await begin(files, '选择文件，接着接收…')
    await page.getByText('上次已接收的 1500 个文件已跳过。').waitFor()
    await page.getByText('接收完成').waitFor()
    await managing(app).open('检查')
    await page.getByText('1600 人', { exact: true }).waitFor()
  })

  test('tells older ones, another device and another unit apart', async () => {
    const [device, another] = [await aSigningKey(), await aSigningKey()]
    const wei = anotherPerson('韦大山', 21)
    await managing(app).open('接收报送')
    await managing(app).receive([await fileOf('第二版.rpu', await submissionOf(wei, device, 2))])
    await managing(app).receive([
      await fileOf('第一版.rpu', await submissionOf(wei, device, 1)),
      await fileOf('换了设备.rpu', await submissionOf(wei, another, 3)),
      await fileOf(
        '外单位.rpu',
        await submissionOf(anotherPerson('黄外来', 22, { employer: '玉林市第九中学' }), device),
      ),
    ])
    const lineOf = (file: string) =>
      app.page.getByRole('region', { name: '结果' }).getByRole('row').filter({ hasText: file }).textContent()
    expect(await lineOf('第一版.rpu')).toContain('较旧，只存档')
    expect(await lineOf('换了设备.rpu')).toContain('较新，已替换')
    expect(await lineOf('换了设备.rpu')).toContain('不是同一台设备签的，请与本人核实')
    expect(await lineOf('外单位.rpu')).toContain('填的单位与本单位公章不一致')
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.setViewportSize({ width: 320, height: 640 })
    // Why stands on the screen, in a table still, and nobody scrolls to the side for it.
    const why = app.page.getByRole('cell', { name: '不是同一台设备签的，请与本人核实' })
    const isInSight = () =>
      why.evaluate((cell) => {
        const { left, right } = cell.getBoundingClientRect()
        return left >= 0 && right <= innerWidth
      })
    await expect.poll(isInSight).toBe(true)
    const results = app.page.getByRole('region', { name: '结果' })
    await expect.poll(() => results.evaluate((part) => part.scrollWidth - part.clientWidth)).toBe(0)
    expect(await results.getByRole('columnheader').count()).toBe(4)
    await app.page.setViewportSize({ width: 1366, height: 800 })
    await managing(app).open('检查')
    await app.page.getByText('1602 人', { exact: true }).waitFor()
  })

  test('says so where a ZIP has no file in it', async () => {
    const { page } = app
    await managing(app).open('接收报送')
    await begin([await fileOf('空.zip', new Uint8Array(await aZip([]).arrayBuffer()))])
    await page.getByText('压缩包里没有文件，没有接收。').waitFor()
    const row = page.getByRole('region', { name: '结果' }).getByRole('row').filter({ hasText: '空.zip' })
    expect(await row.textContent()).toContain('压缩包里没有文件，没有接收。')
  })

  test.runIf(writesFolders)('says so where a folder has no file in it', async () => {
    const { page } = app
    await managing(app).open('接收报送')
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory()
      const empty = await root.getDirectoryHandle('空的', { create: true })
      Object.defineProperty(window, 'showDirectoryPicker', { value: async () => empty, configurable: true })
    })
    await click('选择文件夹…')
    await page.getByText('文件夹里没有文件，没有接收。').waitFor()
    await expect.poll(() => page.getByRole('region', { name: '结果' }).count()).toBe(0)
    await page.evaluate(() => Reflect.deleteProperty(window, 'showDirectoryPicker'))
  })

  test('onto a full disk stops with a plain word, and nothing of what follows is half there', async () => {
    const { page } = app
    await managing(app).open('接收报送')
    await holdWritesAfter(page, 1)
    await begin(more)
    await page.getByText('已核对 500 / 700 个文件').waitFor()
    await heldWrite(page)
    await fillDisk(page)
    await releaseWrites(page)
    await page.getByText(/接收中断：/).waitFor()
    await page
      .getByText(/磁盘空间不够，没有全部接收/)
      .first()
      .waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.reload()
    await managing(app).unlock()
    await managing(app).open('检查')
    await page.getByText('2102 人', { exact: true }).waitFor()
    await managing(app).open('接收报送')
    await freeDisk(page)
    await begin(more, '选择文件，接着接收…')
    await page.getByText('接收完成').waitFor()
    await managing(app).open('检查')
    await page.getByText('2302 人', { exact: true }).waitFor()
  })
})

describe('a folder', () => {
  test.runIf(hasDebugger)(
    'that is dropped is received with the folders in it, and the table draws what is near',
    async () => {
      const { page } = app
      const school = await mkdtemp(join(folder, 'school-'))
      await mkdir(join(school, '高中部'))
      const key = await aSigningKey()
      for (let at = 0; at < 130; at += 1) {
        const place = at % 2 === 0 ? school : join(school, '高中部')
        await writeFile(join(place, `${at}.rpu`), await submissionOf(anotherPerson(`莫拖入${at}`, 300 + at), key))
      }
      await managing(app).open('接收报送')
      await dropFolder(page, school)
      await page.getByText('接收完成').waitFor()
      await page.getByText('新接收 130').waitFor()
      const rows = page.getByRole('region', { name: '结果' }).getByRole('row')
      await rows.nth(1).waitFor()
      expect(await rows.count()).toBeLessThan(131)
      await page.getByRole('table').evaluate((table) => table.scrollIntoView({ block: 'end' }))
      await page.locator('tr[aria-rowindex="131"]').waitFor()
      expect(await findAxeViolations(page)).toEqual([])
    },
  )

  test.runIf(writesFolders)('that is chosen is looked through piece by piece', async () => {
    const { page } = app
    const key = await aSigningKey()
    const texts = await Promise.all([501, 502].map((at) => submissionOf(anotherPerson(`莫选中${at}`, at), key)))
    await page.evaluate(async (given) => {
      const root = await navigator.storage.getDirectory()
      const chosen = await root.getDirectoryHandle('选中', { create: true })
      const inner = await chosen.getDirectoryHandle('里面', { create: true })
      for (const [at, text] of given.entries()) {
        const handle = await (at === 0 ? chosen : inner).getFileHandle(`${at}.rpu`, { create: true })
        const writable = await handle.createWritable()
        await writable.write(text)
        await writable.close()
      }
      Object.defineProperty(window, 'showDirectoryPicker', { value: async () => chosen, configurable: true })
    }, texts)
    await managing(app).open('接收报送')
    await page.getByRole('button', { name: '选择文件夹…' }).click()
    await page.getByText('新接收 2').waitFor()
    await page.evaluate(() => {
      const refuse = () => Promise.reject(new DOMException('none', 'AbortError'))
      Object.defineProperty(window, 'showDirectoryPicker', { value: refuse, configurable: true })
    })
    await page.getByRole('button', { name: '选择文件夹…' }).click()
    expect(await page.getByText('新接收 2').isVisible()).toBe(true)
  })
})

describe('files opened from the desktop where a unit works', () => {
  test.runIf(canRunFirst)('are received once the store is unlocked', async () => {
    const submission = await submissionOf(anotherPerson('覃新来', 23), await aSigningKey())
    const owner = { name: aUnit.name, orgCode: aUnit.orgCode }
    const below = { ...aUnit, name: '北流市第二中学', orgCode: '12450981498811999X', parent: owner }
    const inPack = await signSubmission(aSubmissionContent({}, anotherPerson('陆下级', 24)), await aSigningKey())
    const pack = await aPack([inPack], { unit: below, key: await aSigningKey() })
    const page = await app.context.newPage()
    await page.addInitScript(
      (given) => {
        const opened = [
          new File([given.submission], '打开的.rpu'),
          new File([Uint8Array.from(given.pack)], '打开的.rpz'),
        ]
        Object.defineProperty(window, 'launchQueue', {
          value: {
            setConsumer: (consumer: (params: unknown) => void) =>
              consumer({ files: opened.map((file) => ({ getFile: async () => file })) }),
          },
        })
      },
      { submission, pack: [...pack] },
    )
    await page.goto(app.origin)
    await managing({ page }).unlock()
    await page.getByText('接收完成').waitFor()
    expect(new URL(page.url()).pathname).toBe('/unit/receive')
    const table = page.getByRole('region', { name: '结果' })
    expect(await table.getByRole('row').filter({ hasText: '打开的.rpu' }).textContent()).toContain('覃新来')
    expect(await table.getByRole('row').filter({ hasText: '打开的.rpz' }).textContent()).toContain('陆下级')
    await page.close()
  })
})
