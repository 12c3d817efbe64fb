import { describe, expect, test } from 'vitest'
import { writeXlsx } from 'hucre/xlsx'
import { readTables } from '#core/spreadsheet/read-tables.ts'
import { ok } from '#core/errors/result.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'
import { orgSheetHead, readOrgSheets } from '#core/sync/org-sheet.ts'

const rows = [
  ['南宁市第二中学', '498500001', '450103', '单位', 'd1'],
  ['南宁市教育局（"市直"）', 'D1', '450100', '主管部门', ''],
]
const expected = [
  { name: '南宁市第二中学', orgCode: '498500001', division: '450103', level: 'unit', parentCode: 'D1' },
  { name: '南宁市教育局（"市直"）', orgCode: 'D1', division: '450100', level: 'department', parentCode: '' },
]

async function read(name: string, content: Blob) {
  const tables = await readTables({ name, content })
  if (!tables.ok) return tables
  const { lines, wrong } = readOrgSheets(tables.value)
  return wrong?.refusal ?? ok(lines.map(({ org }) => org))
}

const sheet = (name: string, ...lines: readonly (readonly string[])[]): Table => ({
  name,
  rows: lines.map((cells, index) => ({ number: index + 1, cells })),
  spoilt: new Map(),
})

const csv = (lines: readonly (readonly string[])[]): Blob =>
  new Blob([lines.map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')])

describe('a list of organisations', () => {
  test('is read from every sheet with its head, and says which were read and where each stands', () => {
    const [school = [], office = []] = rows
    const listed = readOrgSheets([
      sheet('说明', ['请照样表填写']),
      sheet('市直', [...orgSheetHead], office),
      { ...sheet('旧', [...orgSheetHead], school), isHidden: true },
      sheet('城区', [...orgSheetHead], ['', '', '', '', ''], school),
    ])
    expect(listed.wrong).toBeUndefined()
    expect(listed.sheets).toEqual({ read: ['市直', '城区'], unused: ['说明'], hidden: ['旧'] })
    expect(listed.lines).toEqual([
      { org: expected[1], sheet: '市直', row: 2 },
      { org: expected[0], sheet: '城区', row: 3 },
    ])
  })

  test('says in which sheet something is wrong', () => {
    const [school = []] = rows
    const listed = readOrgSheets([
      sheet('市直', [...orgSheetHead], school),
      sheet('城区', [...orgSheetHead], ['甲学校', 'X1', '45', '单位', '']),
    ])
    expect(listed.wrong).toMatchObject({ sheet: '城区', refusal: { error: { params: { row: 2 } } } })
    expect(readOrgSheets([]).wrong?.refusal.error.params.row).toBe(1)
  })

  test('is read from CSV', async () => {
    expect(await read('单位.csv', csv([orgSheetHead, ...rows]))).toEqual({ ok: true, value: expected })
  })

  test('is read from a workbook, numbers as codes, columns in any order', async () => {
    const [name = [], code = [], ...others] = [0, 1, 2, 3, 4].map((column) =>
      [orgSheetHead, ...rows].map((row) => row[column] ?? ''),
    )
    const turned = [0, 1, 2].map((line) => [code, name, ...others].map((column) => column[line] ?? ''))
    const cells = turned.map((line) => line.map((cell) => (/^\d+$/.test(cell) ? Number(cell) : cell)))
    const file = await writeXlsx({ sheets: [{ name: '单位', rows: cells }] })
    expect(await read('单位.xlsx', new Blob([new Uint8Array(file)]))).toEqual({ ok: true, value: expected })
  })

  test.each([
    [1, '组织机构代码'],
    [4, '上级单位代码'],
  ])('in column %i takes no %s that Excel cut, nor one of a formula that went wrong', async (place, column) => {
    const lineWith = (cell: string | number) =>
      ['甲学校', '498500001', '450103', '单位', 'D1'].map((other, at) => (at === place ? cell : other))
    const bad = { ok: false, error: { code: 'ORG_SHEET_BAD', params: { row: 2, column } } }
    const cut = await writeXlsx({
      sheets: [{ name: '单位', rows: [[...orgSheetHead], lineWith(Number('124509814988112230'))] }],
    })
    expect(await read('单位.xlsx', new Blob([new Uint8Array(cut)]))).toMatchObject(bad)
    const failed = [orgSheetHead, lineWith('#N/A')].map((line) => line.join(','))
    expect(await read('单位.csv', new Blob([failed.join('\n')]))).toMatchObject(bad)
  })

  test('says the row, as the file numbers it, and the column of the first thing that is wrong', async () => {
    const wrong = await read(
      '单位.csv',
      csv([orgSheetHead, rows[0] ?? [], ['', '', '', '', ''], ['名', 'X', '45', '单位', '']]),
    )
    expect(wrong).toMatchObject({
      ok: false,
      error: { code: 'ORG_SHEET_BAD', params: { row: 4, column: '行政区划代码' } },
    })
    const headless = await read('单位.csv', csv([['甲', '乙']]))
    expect(headless).toMatchObject({ ok: false, error: { code: 'ORG_SHEET_BAD', params: { row: 1 } } })
  })
})
