import { describe, expect, test } from 'vitest'
import { useListsStore } from '#app/management/stores/useListsStore.ts'
import { ok } from '#core/errors/result.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'

const sheet = (name: string, ...rows: readonly (readonly string[])[]): Table => ({
  name,
  rows: rows.map((cells, index) => ({ number: index + 1, cells })),
  spoilt: new Map(),
})
const file = new File([], '应报名单.xlsx')

async function listsOf(...tables: readonly Table[]) {
  const put: unknown[] = []
  const openKept = () => ({
    list: () => Promise.resolve(ok([])),
    put: (_kind: string, _id: string, value: unknown) => Promise.resolve(ok(void put.push(value))),
  })
  const worker = { tables: () => Promise.resolve(ok(tables)), close: () => undefined }
  const desk = { openKept, openSpreadsheets: () => worker }
  return { put, lists: useListsStore(await memoryUnit(memoryCases(), { desk })) }
}

describe('a list read from a workbook', () => {
  test('is of all its sheets with the same head, and those not read are named', async () => {
    const head = ['姓名', '身份证号']
    const { lists, put } = await listsOf(
      sheet('说明', ['请按身份证填写']),
      sheet('一中', head, ['韦莉', '45252619790418262X']),
      sheet('二中', head, ['黄芳', '452526197904182643']),
      { ...sheet('旧'), isHidden: true },
    )
    await lists.readPeople(file)
    expect(lists.waiting?.sheets).toEqual({ read: ['一中', '二中'], unused: ['说明'], hidden: ['旧'] })
    expect(await lists.keep()).toBe(2)
    expect(put).toHaveLength(1)
  })

  test.each(['readUnits', 'readPeople'] as const)('without a line is told of by %s, and never kept', async (read) => {
    for (const tables of [[], [sheet('空')], [sheet('空', ['单位全称', '姓名', '身份证号', '组织机构代码'])]]) {
      const { lists, put } = await listsOf(...tables)
      await lists[read](file)
      expect(lists.waiting).toMatchObject({ lines: [], problems: [] })
      expect(await lists.keep()).toBe(0)
      expect(put).toEqual([])
    }
  })
})
