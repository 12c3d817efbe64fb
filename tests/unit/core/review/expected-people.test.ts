import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { compareExpected, expectedSchema, readExpected as readPeople } from '#core/review/expected-people.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'
import { openRegister, type RegisteredUnit } from '#core/unit/register.ts'

const table = (
  rows: readonly (readonly string[])[],
  cut: readonly string[] = [],
  errors: readonly string[] = [],
): Table => ({
  name: '应报名单',
  rows: rows.map((cells, index) => ({ number: index + 1, cells })),
  spoilt: new Map([
    ...cut.map((cell) => [cell, 'numberCut'] as const),
    ...errors.map((cell) => [cell, 'cellError'] as const),
  ]),
})

const readExpected = (sheet: Table) => readPeople([sheet])

type Received = Parameters<typeof compareExpected>[1][number]

/** Somebody who handed in a record that passed, but for what is said otherwise. */
const came = (name: string, idNumber: string, employer: string, other: Partial<Received> = {}): Received => ({
  name,
  idNumber,
  employer,
  state: 'passed',
  revision: 1,
  ...other,
})

const compare = (
  expected: Parameters<typeof compareExpected>[0],
  received: readonly Received[],
  register: readonly RegisteredUnit[] = [],
) => compareExpected(expected, received, openRegister(register).find)

describe('the people expected', () => {
  test('are read by ID number or by unit', () => {
    const read = readExpected(
      table([
        ['姓名', '单位名称', '身份证号'],
        ['韦 莉', '', '45252619790418262x'],
        ['黄芳', '北流市第一中学', ''],
      ]),
    )
    expect(read.problems).toEqual([])
    expect(read.people).toEqual([
      { name: '韦莉', idNumber: '45252619790418262X' },
      { name: '黄芳', unit: '北流市第一中学' },
    ])
  })

  test('need no column of ID numbers', () => {
    const read = readExpected(
      table([
        ['姓名', '单位'],
        ['韦莉', '北流市第一中学'],
      ]),
    )
    expect(read.problems).toEqual([])
    expect(read.people).toEqual([{ name: '韦莉', unit: '北流市第一中学' }])
    expect(readExpected(table([['姓名'], ['韦莉']])).people).toEqual([{ name: '韦莉' }])
  })

  test.each(['身份证号', '公民身份号码', '身份号码', '证件号码', '身份证件号码'])(
    'are known by the head %s',
    (title) => {
      const read = readExpected(
        table([
          ['姓名', '身份证件类型', title, '单位代码', '工作单位'],
          ['韦莉', '居民身份证', '45252619790418262X', '12', '北流市第一中学'],
        ]),
      )
      expect(read.people).toEqual([{ name: '韦莉', idNumber: '45252619790418262X', unit: '北流市第一中学' }])
      expect(read.columns).toEqual([
        { column: 'A', title: '姓名', as: 'name' },
        { column: 'B', title: '身份证件类型' },
        { column: 'C', title, as: 'idNumber' },
        { column: 'D', title: '单位代码' },
        { column: 'E', title: '工作单位', as: 'unit' },
      ])
    },
  )

  test('name the columns that are not used', () => {
    const read = readExpected(
      table([
        ['姓名', '部门', '号码', ''],
        ['王伟', '北流市第一中学', '45252619790418262X', '', ''],
      ]),
    )
    expect(read.people).toEqual([{ name: '王伟' }])
    expect(read.columns).toEqual([
      { column: 'A', title: '姓名', as: 'name' },
      { column: 'B', title: '部门' },
      { column: 'C', title: '号码' },
    ])
  })

  test('begin behind the head, with titles and notes above it', () => {
    const read = readExpected(
      table([
        ['北流市第一中学2012年应报人员姓名'],
        ['填表人：李四', '', '2012年12月1日'],
        ['', '姓名', '身份证号', '单位'],
        ['', '韦莉', '45252619790418262X', '北流市第一中学'],
      ]),
    )
    expect(read.problems).toEqual([])
    expect(read.people).toEqual([{ name: '韦莉', idNumber: '45252619790418262X', unit: '北流市第一中学' }])
    expect(read.columns).toEqual([
      { column: 'B', title: '姓名', as: 'name' },
      { column: 'C', title: '身份证号', as: 'idNumber' },
      { column: 'D', title: '单位', as: 'unit' },
    ])
  })

  test('without a head are read by what the columns hold', () => {
    const read = readExpected(
      table([
        ['1', '北流市第一中学', '韦莉', '男', '45252619790418262X'],
        ['2', '北流市第二中学', '黄芳', '女', ''],
      ]),
    )
    expect(read.problems).toEqual([])
    expect(read.people).toEqual([
      { name: '韦莉', idNumber: '45252619790418262X', unit: '北流市第一中学' },
      { name: '黄芳', unit: '北流市第二中学' },
    ])
    expect(read.columns.map(({ as }) => as)).toEqual([undefined, 'unit', 'name', undefined, 'idNumber'])
    const short = readExpected(table([['韦莉', '北流市第一中学']]))
    expect(short.people).toEqual([{ name: '韦莉', unit: '北流市第一中学' }])
  })

  test('of several sheets are one list, in which nobody is twice', () => {
    const note = { ...table([['填表说明'], ['姓名、身份证号按身份证填写']]), name: '说明' }
    const one = table([
      ['姓名', '身份证号'],
      ['韦莉', '45252619790418262X'],
    ])
    const two = table([
      ['北流市第二中学'],
      ['单位', '姓名', '身份证号码'],
      ['北流市第二中学', '黄芳', ''],
      ['', '韦莉', '45252619790418262X'],
    ])
    const read = readPeople([note, { ...one, name: '一中' }, { ...two, name: '二中' }])
    expect(read.sheets).toEqual({ read: ['一中', '二中'], unused: ['说明'], hidden: [] })
    expect(read.people.map(({ name }) => name)).toEqual(['韦莉', '黄芳', '韦莉'])
    expect(read.problems).toMatchObject([{ sheet: '二中', cell: 'B4', reason: 'twice' }])
  })

  test('of a table with nothing in it are nobody', () => {
    expect(readPeople([])).toMatchObject({ people: [], problems: [], columns: [] })
    expect(readExpected(table([['姓名', '身份证号']]))).toMatchObject({ people: [], problems: [] })
  })

  test('name the cells that cannot be taken', () => {
    const read = readExpected(
      table(
        [
          ['姓名', '身份证号'],
          ['', '452526197904182627'],
          ['韦莉', '123'],
          ['黄芳', '452526197904182600'],
          ['甲', ''],
          ['甲', ''],
        ],
        ['B4'],
      ),
    )
    expect(read.problems.map(({ cell, reason }) => [cell, reason])).toEqual([
      ['A2', 'nameMissing'],
      ['B3', 'idNumberBad'],
      ['B4', 'numberCut'],
      ['A6', 'twice'],
    ])
  })

  test('name the cells of formulas that went wrong, where they are read', () => {
    const head = ['姓名', '身份证号', '单位', '备注']
    const rows = [head, ['#N/A', '#N/A', '#N/A', '#N/A'], ['韦莉', '452526197904182627', '', '']]
    expect(
      readExpected(table(rows, [], ['A2', 'B2', 'C2', 'D2'])).problems.map(({ cell, reason }) => [cell, reason]),
    ).toEqual([
      ['A2', 'cellError'],
      ['C2', 'cellError'],
      ['B2', 'cellError'],
    ])
  })

  test('name the cells that are too long', () => {
    const read = readExpected(
      table([
        ['姓名', '身份证号', '单位'],
        ['甲'.repeat(51), '', ''],
        ['乙'.repeat(50), '', '校'.repeat(61)],
        ['丙', '', '校'.repeat(60)],
      ]),
    )
    expect(read.problems.map(({ cell, reason }) => [cell, reason])).toEqual([
      ['A2', 'tooLong'],
      ['C3', 'tooLong'],
    ])
  })

  test('kept by an earlier version with a long unit are still read', () => {
    expect(v.safeParse(expectedSchema, [{ name: '甲', unit: '校'.repeat(61) }]).success).toBe(true)
  })

  test('show what stands in such a cell without half a character at its end', () => {
    const [problem] = readExpected(
      table([
        ['姓名', '身份证号'],
        ['韦莉', `1${'\u{20BB7}'.repeat(40)}`],
      ]),
    ).problems
    expect(problem?.value).toBe(`1${'\u{20BB7}'.repeat(29)}`)
  })

  test('who have not reported, and who reported without being on the list', () => {
    const received = [
      came('韦莉', '1', '北流市第一中学'),
      came('黄芳', '2', '广西北流市 第一中学'),
      came('外人', '9', '别处'),
      came('没报', '3', '北流市第一中学', { state: 'setAside' }),
      came('别人', '8', '别处', { state: 'setAside' }),
    ]
    const expected = [
      { name: '韦莉', idNumber: '1' },
      { name: '黄芳', unit: '北流市第一中学' },
      { name: '没报', idNumber: '3' },
      { name: '黄芳', unit: '北流市第二中学' },
    ]
    const { missing, unexpected } = compare(expected, received)
    expect(missing).toEqual(expected.slice(2))
    expect(unexpected.map(({ name }) => name)).toEqual(['外人'])
  })

  test('are not taken for somebody else who came with their ID number (M03)', () => {
    const received = [
      came('黄芳', '1', '北流市第一中学'),
      came('阿依古丽•买买提', '2', '北流市第一中学'),
      came('李四', '3', '北流市第一中学'),
      came('张三', '3', '北流市第二中学'),
    ]
    const expected = [
      { name: '韦莉', idNumber: '1' },
      { name: '阿依古丽·买买提', idNumber: '2' },
      { name: '张三', idNumber: '3' },
      { name: '没报', idNumber: '4' },
    ]
    const compared = compare(expected, received)
    expect(compared.differing).toEqual([{ expected: expected[0], received: received[0] }])
    expect(compared.missing).toEqual([expected[3]])
    expect(compared.unexpected).toEqual([])
  })

  test('are known by their names however the dots are typed', () => {
    const received = [came('阿依古丽•买买提', '1', '北流市第一中学')]
    const expected = [{ name: '阿依古丽·买买提', unit: '北流市第一中学' }]
    expect(compare(expected, received)).toEqual({
      missing: [],
      entered: new Set(),
      differing: [],
      unexpected: [],
    })
  })

  test('of a unit are not a namesake of another', () => {
    const [own, namesake] = [came('黄芳', '1', '广西北流市第一中学'), came('黄芳', '2', '北流市第二中学')]
    const line = { name: '黄芳', unit: '北流市第一中学' }
    expect(compare([line], [own, namesake]).unexpected).toEqual([namesake])
    expect(compare([{ name: '黄芳' }], [own, namesake]).unexpected).toEqual([])
  })

  test('whom the unit only entered have not reported, and are told apart', () => {
    const [entered, handedIn, ofUnitBelow] = [
      came('韦莉', '1', '北流市第一中学', { revision: 0 }),
      came('黄芳', '2', '北流市第一中学'),
      came('王伟', '3', '北流市第二中学', { revision: 0, unit: '北流市第二中学' }),
    ]
    const lines = [
      { name: '韦莉', idNumber: '1' },
      { name: '黄芳', idNumber: '2' },
      { name: '王伟', idNumber: '3' },
      { name: '韦莉', unit: '北流市第一中学' },
      { name: '没报', idNumber: '4' },
    ]
    const { missing, ...others } = compare(lines, [entered, handedIn, ofUnitBelow])
    expect(missing).toEqual([lines[0], lines[3], lines[4]])
    expect(others).toEqual({ entered: new Set([lines[0], lines[3]]), differing: [], unexpected: [] })
  })

  test('entered by the unit under another name are doubtful, and not missing too', () => {
    const entered = came('黄芳', '1', '北流市第一中学', { revision: 0 })
    const line = { name: '韦莉', idNumber: '1' }
    expect(compare([line], [entered])).toMatchObject({
      missing: [],
      differing: [{ expected: line, received: entered }],
    })
    expect(compare([line], [entered, came('韦莉', '1', '北流市第一中学')])).toMatchObject({
      missing: [],
      differing: [],
    })
  })

  test('of a unit are known by whichever of its names the register has', () => {
    const register = [{ name: '合浦县第四中学', aliases: ['合浦四中'] }]
    const received = [came('李四', '1', '合浦县第四中学'), came('王五', '2', '合浦四中')]
    const lines = [
      { name: '李四', unit: '合浦四中' },
      { name: '王五', unit: '合浦县第四中学' },
    ]
    expect(compare(lines, received, register)).toMatchObject({ missing: [], unexpected: [] })
    expect(compare(lines, received).missing).toEqual(lines)
    const other = { name: '李四', unit: '合浦五中' }
    expect(compare([other], received, register).missing).toEqual([other])
  })
})
