import { readXlsx as readByHucre } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import type { TotalsTable } from '#core/review/totals.ts'
import { readXlsx } from '#core/spreadsheet/read-xlsx.ts'
import { totalsWorkbook } from '#core/spreadsheet/totals-workbook.ts'

const byLevel: TotalsTable = {
  people: 5,
  rowTitle: '职称等级',
  columnTitle: '',
  rows: [
    { value: '3', label: '=中级', people: 3, cells: [] },
    { value: '', label: '未填', people: 2, cells: [] },
  ],
  columns: [],
}
const byBoth: TotalsTable = {
  people: 5,
  rowTitle: '职称等级',
  columnTitle: '性别',
  rows: [{ value: '3', label: '中级', people: 5, cells: [2, 3] }],
  columns: [
    { value: '1', label: '男', people: 2 },
    { value: '2', label: '女', people: 3 },
  ],
}

async function aWorkbook(): Promise<Blob> {
  const about = { title: '统计表', lines: [['填报单位', '北流市教育局'] as const, ['人数', 5] as const] }
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for await (const piece of totalsWorkbook({ about, tables: [byLevel, byBoth], total: '合计', people: '人数' }))
    pieces.push(piece)
  return new Blob(pieces)
}

describe('totals as a workbook', () => {
  test('say what they are, and have a sheet for each table, sums at its end', async () => {
    const read = await readXlsx(await aWorkbook())
    expect(read.ok && read.value.map(({ name, rows }) => [[name], rows.map(({ cells }) => cells)].flat())).toEqual([
      ['统计表', ['统计表'], ['填报单位', '北流市教育局'], ['人数', '5']],
      ['1 职称等级', ['职称等级', '人数'], ['=中级', '3'], ['未填', '2'], ['合计', '5']],
      ['2 职称等级 × 性别', ['职称等级', '男', '女', '合计'], ['中级', '2', '3', '5'], ['合计', '2', '3', '5']],
    ])
  })

  test('hold numbers that another program can count on with', async () => {
    const { sheets } = await readByHucre(new Uint8Array(await (await aWorkbook()).arrayBuffer()))
    expect(sheets[2]?.rows[1]).toEqual(['中级', 2, 3, 5])
  })
})
