import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'uqr'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pdfFile } from '#core/print/pdf-file.ts'
import { PrintFonts } from '#core/print/print-fonts.ts'
import { renderTables } from '#core/print/table-document.ts'
import { totalsTables } from '#core/print/totals-document.ts'
import { rosterCodeText } from '#core/review/roster-code.ts'
import type { TotalsTable } from '#core/review/totals.ts'
import { allFontPacks } from '#tests/support/font-packs.ts'
import { pdfText } from '#tests/support/pdf-text.ts'

const digest = '3f7a91c20123456789abcdef0123456789abcdef0123456789abcdef01234567'
const levels = ['正高级', '副高级', '中级', '助理级', '未填']

/** A table whose every number differs, so that none can stand for another. */
function aTable(rows: number, columns: number): TotalsTable {
  const cellOf = (row: number, column: number): number => 100_000 + row * 100 + column
  const labels = Array.from({ length: rows }, (_, row) => levels[row] ?? `单位𠮷${row}`)
  return {
    people: 987_654,
    rowTitle: '职称等级',
    columnTitle: columns === 0 ? '' : '职称系列',
    rows: labels.map((label, row) => ({
      value: String(row),
      label,
      people: 200_000 + row,
      cells: Array.from({ length: columns }, (_, column) => cellOf(row, column)),
    })),
    columns: Array.from({ length: columns }, (_, column) => ({
      value: String(column),
      label: `系列${column}`,
      people: 300_000 + column,
    })),
  }
}

const tables = [aTable(5, 0), aTable(5, 9), aTable(60, 33)]
let bytes: Uint8Array<ArrayBuffer>
let pages: readonly string[]
let folder: string
let missing: readonly string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-totals-'))
  const fonts = new PrintFonts(allFontPacks())
  const print = {
    unit: { name: '北流市教育局', orgCode: '12450981498811223X' },
    printedOn: '2026-11-26',
    scope: '已通过和已上报的人',
    tables,
    note: '每人计一次。',
    marks: {
      note: '北流市教育局 · 专业技术人员统计表',
      digest: '3f7a-91c2-0123-4567',
      qr: encode(rosterCodeText({ digest, count: 987_654 }, 'totals')).data,
    },
  }
  bytes = await pdfFile(renderTables(totalsTables(print), fonts), fonts, '统计表')
  missing = [...fonts.missing]
  pages = pdfText(bytes)
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const numbersOf = ({ people, rows, columns }: TotalsTable): readonly number[] => [
  people,
  ...columns.map((column) => column.people),
  ...rows.flatMap((row) => [row.people, ...row.cells]),
]

describe('totals on paper', () => {
  test('every page says whose they are, when, which data, and which page of all', () => {
    expect(missing).toEqual([])
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`第 ${index + 1} 页 / 共 ${pages.length} 页`)
      expect(page).toContain('校验码 3f7a-91c2-0123-4567')
      expect(page).toContain('北流市教育局')
    }
    const [first = ''] = pages
    for (const said of ['打印日期：2026-11-26', '人员范围：已通过和已上报的人', '12450981498811223X', '每人计一次。'])
      expect(first).toContain(said)
    for (const box of ['制表人', '审核人', '单位负责人', '单位公章']) expect(pages.at(-1)).toContain(box)
  })

  test('hold every figure, in parts where a page is too narrow, with the rows named on each', () => {
    const lines = pages.join('\n').split('\n')
    for (const table of tables) for (const figure of numbersOf(table)) expect(lines).toContain(String(figure))
    for (const part of [1, 2, 3])
      expect(pages.join('\n')).toContain(`专业技术人员统计表：职称等级 × 职称系列（${part}/3）`)
    expect(lines.filter((line) => line === '单位𠮷59')).toHaveLength(3)
  })

  test('with a long name of unit and of fields stay within the page', () => {
    const fonts = new PrintFonts(allFontPacks())
    const long = '广西壮族自治区玉林市北流市'.repeat(5)
    const table = { ...aTable(1, 1), rowTitle: long }
    const print = {
      unit: { name: long, orgCode: '1' },
      printedOn: '2026-11-26',
      scope: '全部',
      tables: [table],
      note: '',
    }
    const [page] = renderTables(totalsTables({ ...print, marks: { note: '' } }), fonts)
    const lines = [...(page?.operators ?? '').matchAll(/BT ([\d.]+) [\d.]+ Td\/F\d+ ([\d.]+) Tf<(\w+)>Tj ET/g)]
    expect(lines.length).toBeGreaterThan(3)
    // No character is wider than an em.
    for (const [, x, size, hex = ''] of lines.filter(([, , , text = '']) => text.length > 4 * 60))
      expect(Number(x) + Number(size) * (hex.length / 4)).toBeLessThanOrEqual(842)
  })

  test('have a bar for each of very many values', () => {
    const table = aTable(150_000, 0)
    const unit = { name: '北流市教育局', orgCode: '1' }
    const print = { unit, printedOn: '2026-11-26', scope: '全部', tables: [table], note: '', marks: { note: '' } }
    expect([...(totalsTables(print)[0]?.rows ?? [])].at(-1)?.at(-1)).toBe('1.000')
  })

  // Poppler is the reader that other software uses; ours above stands in where it is not installed.
  const hasPoppler = spawnSync('pdftotext', ['-v']).status === 0
  test.runIf(hasPoppler)('reads the same in poppler: each row as it was counted', async () => {
    const file = join(folder, 'totals.pdf')
    await writeFile(file, bytes)
    const { stdout, stderr } = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8', maxBuffer: 1e8 })
    expect(stderr).toBe('')
    const read = stdout.split('\n').map((line) => line.trim().split(/\s+/).join(' '))
    const [, pair] = tables
    if (!pair) throw new Error('no table')
    for (const { label, people, cells } of pair.rows) expect(read).toContain([label, ...cells, people].join(' '))
    expect(read).toContain(['合计', ...pair.columns.map(({ people }) => people), pair.people].join(' '))
  })
})
