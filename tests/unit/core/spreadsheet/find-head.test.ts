import { describe, expect, test } from 'vitest'
import { readExpected } from '#core/review/expected-people.ts'
import { csvRow } from '#core/spreadsheet/csv.ts'
import { readTables } from '#core/spreadsheet/read-tables.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'
import { readRegister } from '#core/unit/register.ts'
import { aWorkbook } from '#tests/support/spreadsheets.ts'

type Rows = readonly (readonly string[])[]

const [number, other] = ['45252619790418262X', '452526197904182600']
const code = '12450981498811223X'
const long = (cells: readonly string[], width: number): readonly string[] => [
  ...cells,
  ...Array.from({ length: width - cells.length }, () => ''),
]

/** The rows as they come from a file; a workbook leaves out what stands in merged cells but for the first. */
async function fromFile(kind: 'csv' | 'xlsx', rows: Rows): Promise<readonly Table[]> {
  const width = Math.max(...rows.map(({ length }) => length))
  const content =
    kind === 'csv'
      ? new Blob([rows.map(csvRow).join('')])
      : await aWorkbook([{ name: '表', rows: rows.map((cells) => long(cells, width)) }])
  const read = await readTables({ name: `表.${kind}`, content })
  if (!read.ok) throw new Error(read.error.code)
  return read.value
}

const aTable = (rows: Rows): readonly Table[] => [
  { name: '表', rows: rows.map((cells, at) => ({ number: at + 1, cells })), spoilt: new Map() },
]
const expected = (...rows: Rows) => readExpected(aTable(rows))
const register = (...rows: Rows) => readRegister(aTable(rows))

describe.each(['csv', 'xlsx'] as const)('a head of two rows below a title, from %s', (kind) => {
  test('is read in the list of people expected', async () => {
    const read = readExpected(
      await fromFile(kind, [
        ['北流市第一中学2012年应报人员姓名、单位一览表', '', '', '', '', ''],
        ['序号', '姓名', '身份证件', '', '单位信息', ''],
        ['', '', '类型', '号码', '类型', '单位名称'],
        ['1', '韦莉', '居民身份证', number, '事业', '北流市第一中学'],
        ['2', '黄芳', '居民身份证', other, '事业', '北流市第二中学'],
      ]),
    )
    expect(read.problems).toEqual([])
    expect(read.people).toEqual([
      { name: '韦莉', idNumber: number, unit: '北流市第一中学' },
      { name: '黄芳', idNumber: other, unit: '北流市第二中学' },
    ])
    expect(read.columns).toEqual([
      { column: 'A', title: '序号' },
      { column: 'B', title: '姓名', as: 'name' },
      { column: 'C', title: '身份证件类型' },
      { column: 'D', title: '身份证件号码', as: 'idNumber' },
      { column: 'E', title: '单位信息类型' },
      { column: 'F', title: '单位名称', as: 'unit' },
    ])
  })

  test('is read in the register of units', async () => {
    const read = readRegister(
      await fromFile(kind, [
        ['北流市单位名录', '', '', '', '', ''],
        ['序号', '单位名称', '', '代码', '', '备注'],
        ['', '全称', '简称', '行政区划代码', '组织机构代码', ''],
        ['1', '北流市第一中学', '北流一中', '450981', code, ''],
      ]),
    )
    expect(read.problems).toEqual([])
    expect(read.units).toEqual([{ name: '北流市第一中学', orgCode: code, aliases: ['北流一中'] }])
    expect(read.columns.flatMap(({ title, as }) => (as ? [[title, as]] : []))).toEqual([
      ['全称', 'name'],
      ['简称', 'aliases'],
      ['组织机构代码', 'orgCode'],
    ])
  })
})

describe('the people expected under a head of two rows', () => {
  test.each<{ head: Rows; row: readonly string[] }>([
    {
      head: [
        ['单位', '教师基本信息', ''],
        ['', '姓名', '身份证号'],
      ],
      row: ['北流市第一中学', '韦莉', number],
    },
    {
      head: [
        ['单位', '教师', ''],
        ['', '姓名', '身份证号'],
      ],
      row: ['北流市第一中学', '韦莉', number],
    },
    {
      head: [
        ['姓名', '身份证', '', '学校', ''],
        ['', '有效期', '号码', '类别', '名称'],
      ],
      row: ['韦莉', '长期', number, '公办', '北流市第一中学'],
    },
    {
      head: [
        ['家庭成员', '', '姓名', '证件号', '工作单位'],
        ['姓名', '工作单位', '', '', ''],
      ],
      row: ['韦明', '容县中学', '韦莉', number, '北流市第一中学'],
    },
  ])('are read: $head', ({ head, row }) => {
    const read = expected(...head, row)
    expect(read.problems).toEqual([])
    expect(read.people).toEqual([{ name: '韦莉', idNumber: number, unit: '北流市第一中学' }])
  })

  test('are of no unit where only a relative has one', () => {
    const rows = [
      ['姓名', '身份证号', '家庭成员', ''],
      ['', '', '姓名', '工作单位'],
      ['韦莉', number, '韦明', '容县中学'],
    ]
    expect(expected(...rows).people).toEqual([{ name: '韦莉', idNumber: number }])
    expect(expected(['姓名', '配偶工作单位'], ['韦莉', '容县中学']).people).toEqual([{ name: '韦莉' }])
  })

  test.each([
    [['单位：北流一中', '', '', '填表人：李四']],
    [['单位名称', '北流一中', '', '人数', '1']],
    [['', '', '', '', '单位负责人', '李四']],
    [['应报人员姓名', '', '', '', '2012年']],
  ])('are read below a line that is no part of the head: %j', (line) => {
    const read = expected(line, ['', '姓名', '身份证号', '单位'], ['', '韦莉', number, '北流市第一中学'])
    expect(read.problems).toEqual([])
    expect(read.people).toEqual([{ name: '韦莉', idNumber: number, unit: '北流市第一中学' }])
  })

  test.each([
    [['韦莉', '', '北流市第一中学']],
    [['韦莉', '', '某某单位', '说明']],
    [['', number, '某某单位']],
    [['', '', '北流市第一中学']],
    [['', '', '某某单位']],
  ])('begin in the row behind a head of one: %j', (line) => {
    const { people } = expected(['姓名', '身份证号', '单位', '备注'], line, ['黄芳', other, '北流市第二中学'])
    expect(people.map(({ unit }) => unit)).toEqual([line[2], '北流市第二中学'])
  })
})

describe('a register under a head of two rows', () => {
  test.each<{ head: Rows; row: readonly string[] }>([
    {
      head: [
        ['学校', '', '', '备注'],
        ['代码', '名称', '简称', ''],
      ],
      row: [code, '北流市第一中学', '一中', ''],
    },
    {
      head: [
        ['单位全称', '统一社会信用代码', '其他名称', ''],
        ['', '', '简称', '曾用名'],
      ],
      row: ['北流市第一中学', code, '一中', ''],
    },
    {
      head: [
        ['上级单位', '', '学校信息', '', '别名'],
        ['名称', '代码', '名称', '组织机构代码', ''],
      ],
      row: ['北流市教育局', '11450981007999999X', '北流市第一中学', code, '一中'],
    },
  ])('is read: $head', ({ head, row }) => {
    const read = register(...head, row)
    expect(read.problems).toEqual([])
    expect(read.units).toEqual([{ name: '北流市第一中学', orgCode: code, aliases: ['一中'] }])
  })

  test('begins in the row behind a head of one, and a row without a name is told', () => {
    const read = register(['单位全称', '别名', '备注'], ['', '一中', ''], ['北流市第二中学', '', ''])
    expect(read.problems.map(({ cell, reason }) => [cell, reason])).toEqual([['A2', 'nameMissing']])
    expect(read.units).toHaveLength(2)
  })

  test('does not begin behind a row that has notes beside it', () => {
    const first = ['', '一中', '', '单位', '简', '单位']
    const named = register(['序号', '学校名称', '', '主管部门', '简称', ''], first, ['2', '二中'])
    expect(named.units.map(({ name, aliases }) => [name, aliases])).toEqual([
      ['一中', ['简']],
      ['二中', []],
    ])
    const told = register(['学校名称', '简称', '', ''], ['', '一中', '城南', '公办'], ['二中', '', '', ''])
    expect(told.problems.map(({ cell, reason }) => [cell, reason])).toEqual([['A2', 'nameMissing']])
    expect(told.units.at(-1)).toMatchObject({ name: '二中' })
  })
})
