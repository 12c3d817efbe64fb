import { describe, expect, test } from 'vitest'
import { columnsTold, type HeadFound, pickSheets } from '#core/spreadsheet/list-sheets.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'

const sheet = (name: HeadFound, cell: string = name): Table => ({
  name,
  rows: [{ number: 1, cells: ['', cell] }],
  spoilt: new Map(),
})
const isFound = (name: string): name is HeadFound => ['none', 'name', 'full'].includes(name)
const pick = (...tables: readonly Table[]) =>
  pickSheets(tables, ({ name }) => ({ found: isFound(name) ? name : 'none', columns: [] }))

describe('the sheets of a list', () => {
  test('are all those with the fullest head, and the others are named', () => {
    const { picked, sheets } = pick(sheet('none'), sheet('full'), sheet('name'), sheet('full'))
    expect(sheets).toEqual({ read: ['full', 'full'], unused: ['none', 'name'], hidden: [] })
    expect(picked.map(({ table }) => table.name)).toEqual(['full', 'full'])
  })

  test('without any head are the first alone', () => {
    const other = { ...sheet('none'), name: '另一张' }
    expect(pick(sheet('none'), other).sheets).toEqual({ read: ['none'], unused: ['另一张'], hidden: [] })
  })

  test('hold something, and are shown', () => {
    const hidden: Table = { name: '旧', rows: [], spoilt: new Map(), isHidden: true }
    expect(pick(sheet('full', ' '), hidden).sheets).toEqual({ read: [], unused: [], hidden: ['旧'] })
  })

  test('with the same columns are told once', () => {
    const columns = [
      { column: 'A', title: '姓名', as: 'name' },
      { column: 'B', title: '电话' },
    ] as const
    const other = { column: 'B', title: '单位', as: 'unit' } as const
    expect(columnsTold([columns, [...columns], [columns[0], other]])).toEqual([...columns, other])
  })
})
