import { describe, expect, test } from 'vitest'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'
import { registerColumns } from '#core/unit/register-columns.ts'

const table = (...rows: readonly (readonly string[])[]): Table => ({
  name: '名录',
  rows: rows.map((cells, index) => ({ number: index + 1, cells })),
  spoilt: new Map(),
})
const places = (...head: readonly string[]) =>
  registerColumns(
    table(
      head,
      head.map(() => '甲'),
    ),
  ).at

describe('columns of a register of units', () => {
  test.each([
    '单位',
    '全称',
    '单位全称（与公章一致）',
    '单位全称（与公章（鲜章）一致）',
    '单位（学校）全称',
    '单位规范名称',
    '学校名称',
    '学校',
    '校名',
    '机构名称',
    '部门名称',
    '部门',
    '下级单位名称',
    '* 单位 名称',
  ])('%s is the one of names', (title) => {
    expect(places('序号', title, '组织机构代码')).toEqual({ name: 1, orgCode: 2, aliases: [] })
  })

  test.each(['主管部门', '上级单位名称', '单位性质', '单位简称', '所属部门', '单位：', '行政区划名称'])(
    '%s is none of names',
    (title) => {
      expect(registerColumns(table([title, '备注'], ['甲', ''])).found).not.toMatch(/name|full/)
    },
  )

  test('the name of the unit goes before that of a kind', () => {
    expect(places('学校', '部门名称', '单位全称').name).toBe(2)
  })

  test.each(['主管部门代码', '上级组织机构代码', '行政区划代码', '邮政代码', '信用等级', '单位性质代码'])(
    '%s is no code of the unit',
    (title) => {
      expect(places('单位名称', title, '组织机构代码').orgCode).toBe(2)
      expect(places('单位名称', title).orgCode).toBe(-1)
    },
  )

  test.each([
    '统一社会信用代码',
    '组织机构代码',
    '组织机构代码证号',
    '信用代码',
    '机构代码',
    '单位代码',
    '代码（18 位）',
  ])('%s is the code of the unit', (title) => {
    expect(places('单位名称', '国标代码', title).orgCode).toBe(2)
  })

  test('whether there is another name is no other name', () => {
    expect(places('单位名称', '是否有别名', '有无曾用名', '上级单位简称', '简称', '曾用名').aliases).toEqual([4, 5])
  })

  test('the row that names a second part is the head, whatever title names units above it', () => {
    const { at, lines } = registerColumns(table(['学校'], ['单位全称', '简称'], ['北流市第一中学', '']))
    expect(at).toEqual({ name: 0, orgCode: -1, aliases: [1] })
    expect(lines).toHaveLength(1)
  })
})
