import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readXlsx } from '#core/spreadsheet/read-xlsx.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { managing } from '#tests/support/managing.ts'
import { pdfText } from '#tests/support/pdf-text.ts'
import { writeSyntheticPack } from '#tests/support/synthetic/pack-file.ts'
import { aBureau, aUnit } from '#tests/support/units.ts'

const people = 120
let folder: string
let app: OpenedApp
let code = ''

const usual = (name: string) => app.page.getByRole('list', { name: '常用统计' }).getByRole('button', { name })
const numbers = () => app.page.getByRole('table').getByRole('link')

async function show(name: string): Promise<void> {
  await usual(name).click()
  await app.page.getByRole('table', { name: new RegExp(name.split(' × ').join('.*×.*')) }).waitFor()
}

/** Opens the list behind a number, in which are exactly so many people, and comes back; says how many. */
async function listBehind(at: number): Promise<number> {
  const link = numbers().nth(at)
  const said = Number(await link.textContent())
  await link.click()
  await app.page.getByRole('button', { name: '不再只看这些人' }).waitFor()
  const listed = app.page.locator('.above').getByText(/^\d+ 人$/)
  await expect.poll(async () => Number.parseInt((await listed.textContent()) ?? '', 10)).toBe(said)
  await managing(app).open('汇总')
  await app.page.getByRole('table').waitFor()
  return said
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-totals-'))
  app = await openApp({ path: '/unit' })
  await managing(app).setUp(aBureau)
  const pack = join(folder, '1.rpz')
  await writeSyntheticPack(pack, people, aUnit)
  await managing(app).open('接收报送')
  await managing(app).receive([pack])
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

describe('totals', () => {
  test('every number of a table opens the list of exactly so many people', async () => {
    await managing(app).open('汇总')
    await app.page.getByText(`共 ${people} 人`).waitFor()
    await show('年龄段 × 职称等级')
    const count = await numbers().count()
    expect(count).toBeGreaterThan(10)
    for (let at = 0; at < count; at += Math.ceil(count / 8)) {
      await listBehind(at)
    }
    expect(await listBehind(count - 1)).toBe(people)
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('show shares of the row, and the same list behind them', async () => {
    await app.page.getByLabel('显示').selectOption({ label: '占本行 %' })
    const link = numbers().first()
    const [, said] = /：(\d+) 人/.exec((await link.getAttribute('aria-label')) ?? '') ?? []
    await expect.poll(() => link.textContent()).toMatch(/^\d+\.\d%$/)
    await link.click()
    await app.page.locator('.above').getByText(`${said} 人`, { exact: true }).waitFor()
  })

  test('follow a step at once, and may be narrowed to those who passed or who are listed', async () => {
    await managing(app).open('检查')
    await app.page.getByRole('button', { name: '不再只看这些人' }).click()
    await app.page.getByRole('button', { name: /^通过全部无问题的/ }).click()
    const [, passed] = /已通过 (\d+) 人/.exec((await app.page.getByText(/已通过 \d+ 人。/).textContent()) ?? '') ?? []
    await app.page
      .getByRole('list', { name: '状态' })
      .getByRole('button', { name: /^已接收/ })
      .click()
    await managing(app).open('汇总')
    await app.page.getByLabel('人员范围').selectOption('passed')
    await app.page.getByText(`共 ${passed} 人`).waitFor()
    await app.page.getByLabel('人员范围').selectOption('listed')
    await app.page.getByText(`共 ${people - Number(passed)} 人`).waitFor()
    await app.page.getByLabel('行').selectOption({ label: '状态' })
    await app.page.getByLabel('列').selectOption('')
    await app.page.getByRole('rowheader', { name: '已接收' }).waitFor()
    expect(await listBehind(0)).toBe(people - Number(passed))
    await app.page.getByRole('rowheader', { name: '已接收' }).waitFor()
  })

  test('after a restart come from what was kept of them, and from the records where that is missing or broken', async () => {
    const { page } = app
    const rows = () =>
      page
        .getByRole('table')
        .evaluate((table) => Array.from(table.querySelectorAll('tr'), ({ textContent }) => textContent))
    await page.getByLabel('人员范围').selectOption('all')
    await page.getByText(`共 ${people} 人`).waitFor()
    await show('年龄段 × 职称等级')
    const shown = await rows()
    const kept = async (change: 'count' | 'swap' | 'clear') =>
      page.evaluate(async (doing) => {
        const database = await new Promise<IDBDatabase>((resolve) => {
          const opening = indexedDB.open('caibao-unit')
          opening.addEventListener('success', () => resolve(opening.result))
        })
        const store = database.transaction('columns', 'readwrite').objectStore('columns')
        const asked = <T>(request: IDBRequest<T>): Promise<T> =>
          new Promise((resolve) => request.addEventListener('success', () => resolve(request.result)))
        const all = await asked<{ id: string; sealed: unknown }[]>(store.getAll())
        const [first, second] = all
        if (doing === 'clear') await asked(store.clear())
        if (doing === 'swap' && first && second) await asked(store.put({ ...first, sealed: second.sealed }))
        database.close()
        return all.length
      }, change)
    await expect.poll(() => kept('count')).toBeGreaterThan(1)
    for (const change of ['count', 'swap', 'clear'] as const) {
      await kept(change)
      await page.reload()
      await managing(app).unlock()
      await managing(app).open('汇总')
      await show('年龄段 × 职称等级')
      await expect.poll(rows).toEqual(shown)
      await expect.poll(() => kept('count')).toBeGreaterThan(1)
    }
  })

  test('are printed with unit, date, code and page numbers, every figure as on the screen', async () => {
    await app.page.getByLabel('人员范围').selectOption('all')
    await show('年龄段 × 职称等级')
    const shown = await app.page
      .getByRole('table')
      .evaluate((table) =>
        [...table.querySelectorAll('tbody tr, tfoot tr')].map((row) =>
          Array.from(row.children, ({ textContent }) => (textContent ?? '').trim()),
        ),
      )
    const file = await app.download(() => app.page.getByRole('button', { name: '打印统计表（PDF）' }).click())
    expect(file.fileName).toMatch(/^北流市教育局_统计表_\d{8}\.pdf$/)
    const pages = pdfText(new Uint8Array(await readFile(file.path)))
    const lines = pages.join('\n').split('\n')
    for (const row of shown) {
      const at = lines.findIndex((line, index) => line === row[0] && lines[index + 1] === row[1])
      expect(lines.slice(at, at + row.length)).toEqual(row)
    }
    expect(pages[0]).toContain(
      `填报单位：${aBureau.name}（${aBureau.orgCode}）　　人员范围：全部在册的人　　共 ${people} 人`,
    )
    expect(pages[0]).toContain(`第 1 页 / 共 ${pages.length} 页`)
    code = /校验码 ([0-9a-f-]{19})/.exec(pages[0] ?? '')?.[1] ?? ''
    await managing(app).open('名册表')
    await app.page.getByLabel('校验码', { exact: true }).fill(code)
    await app.page.getByRole('button', { name: '核对' }).click()
    await app.page.getByText(`一致：这张纸就是现在全部在册的人的数据，${people} 人。`).waitFor()
  })

  test('are exported as a workbook of all usual tables, numbers as numbers', async () => {
    await managing(app).open('汇总')
    await app.page.getByLabel('内容').selectOption('usual')
    const file = await app.download(() => app.page.getByRole('button', { name: '导出统计表（XLSX）' }).click())
    const book = await readXlsx(new Blob([await readFile(file.path)]))
    if (!book.ok) throw new Error(book.error.code)
    const [about, ...tables] = book.value
    expect(tables).toHaveLength(7)
    expect(about?.rows.flatMap(({ cells }) => cells)).toContain(code)
    for (const { rows } of tables) expect(rows.at(-1)?.cells.at(-1)).toBe(String(people))
  })

  test('say that whoever has several values is counted once under each', async () => {
    await app.page.getByLabel('人员范围').selectOption('all')
    await app.page.getByLabel('行').selectOption('awards.awardLevel.any')
    await app.page.getByText('在每个值下各计一次').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    expect(app.complaints).toEqual([])
  })

  test('of one thing have a small chart: each bar as long as its number', async () => {
    await app.page.getByRole('button', { name: '职称等级', exact: true }).click()
    await app.page.getByRole('table', { name: /职称等级/ }).waitFor()
    await app.page.locator('.totals-table .chart rect').first().waitFor()
    const lines = await app.page.evaluate(() =>
      [...document.querySelectorAll('.totals-table tbody tr')].map((row) => ({
        people: Number(row.querySelector('.totals-number')?.textContent),
        bar: Number(row.querySelector('.chart rect')?.getAttribute('width')),
      })),
    )
    const most = Math.max(...lines.map(({ people: count }) => count))
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) expect(line.bar).toBeCloseTo((line.people / most) * 100, 5)
  })
})
