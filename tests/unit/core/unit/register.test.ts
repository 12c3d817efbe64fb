import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { checkInUnit } from '#core/review/unit-checks.ts'
import { openRegister, readRegister as readUnits, registerSchema } from '#core/unit/register.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'
import { aSoundPerson } from '#tests/support/people.ts'

const table = (...rows: readonly (readonly string[])[]): Table => ({
  name: '名录',
  rows: rows.map((cells, index) => ({ number: index + 1, cells })),
  spoilt: new Map(),
})
const readRegister = (sheet: Table) => readUnits([sheet])
const school = { name: '北流市第一中学', orgCode: '12450981498811223X', aliases: ['北流一中'] }
const register = openRegister([school, { name: '广西大学', aliases: ['西大'] }])
const nobody = undefined

describe('the register of units', () => {
  test('is read from a table with names, codes and aliases', () => {
    const read = readRegister(
      table(
        ['单位全称', '组织机构代码', '别名'],
        ['北流市第一中学', '１２４５０９８１４９８８１１２２３ｘ', '北流一中、\u2060一中'],
        [' 广西 大学\u200B ', '', ''],
      ),
    )
    expect(read.problems).toEqual([])
    expect(read.units).toEqual([
      { name: '北流市第一中学', orgCode: '12450981498811223X', aliases: ['北流一中', '一中'] },
      { name: '广西大学', aliases: [] },
    ])
  })

  test('begins behind the head, with titles and notes above it', () => {
    const read = readRegister(
      table(['北流市单位名录'], ['填表人：李四', '2012年12月1日'], ['单位全称', '别名'], ['北流市第一中学', '一中']),
    )
    expect(read).toMatchObject({ units: [{ name: '北流市第一中学', aliases: ['一中'] }], problems: [] })
  })

  test('tells which columns it is read from', () => {
    const { columns } = readRegister(
      table(
        ['序号', '学校名称', '曾用名', '组织机构代码', '电话'],
        ['1', '北流市第一中学', '', '12450981498811223X', '1'],
      ),
    )
    expect(columns).toEqual([
      { column: 'A', title: '序号' },
      { column: 'B', title: '学校名称', as: 'name' },
      { column: 'C', title: '曾用名', as: 'aliases' },
      { column: 'D', title: '组织机构代码', as: 'orgCode' },
      { column: 'E', title: '电话' },
    ])
  })

  test('with a head that names no units is a problem of that head, and no list without one', () => {
    for (const head of [
      ['序号', '乡镇', '组织机构代码'],
      ['编号', '乡镇'],
      ['乡镇', '是否有别名'],
    ]) {
      const read = readRegister(table(['北流市'], head, ['1', '北流市第一中学', '12450981498811223X']))
      expect(read.units).toEqual([])
      expect(read.problems).toMatchObject([{ reason: 'headUnknown' }])
    }
  })

  test('without a head is not lost for a note behind it that heads its numbers', () => {
    const list = { ...table(['1', '北流市第一中学']), name: '单位' }
    const note = { ...table(['序号', '说明'], ['1', '盖章后寄回']), name: '说明' }
    const read = readUnits([list, note])
    expect(read.problems).toEqual([])
    expect(read.units.map(({ name }) => name)).toEqual(['北流市第一中学'])
    expect(read.sheets).toEqual({ read: ['单位'], unused: ['说明'], hidden: [] })
    expect(readUnits([note, list]).problems).toMatchObject([{ sheet: '说明', reason: 'headUnknown' }])
  })

  test('without a head has its names where words stand', () => {
    const read = readRegister(table(['1', '北流市第一中学'], ['2', '北流市第二中学']))
    expect(read.problems).toEqual([])
    expect(read.units.map(({ name }) => name)).toEqual(['北流市第一中学', '北流市第二中学'])
    expect(read.columns).toEqual([
      { column: 'A', title: '' },
      { column: 'B', title: '', as: 'name' },
    ])
  })

  test('of several sheets is one list, in which no name, code or alias is twice', () => {
    const head = ['单位名称', '组织机构代码', '别名']
    const one = table(head, ['甲学校', '12450981498811223X', '一小'])
    const two = table(['2012年'], head, ['甲学校', '', ''], ['乙学校', '12450981498811223X', '一小'])
    const read = readUnits([
      { ...one, name: '城区' },
      { ...two, name: '乡镇' },
      { ...table(['说明']), name: '说明' },
    ])
    expect(read.sheets).toEqual({ read: ['城区', '乡镇'], unused: ['说明'], hidden: [] })
    expect(read.problems.map(({ sheet, cell, reason }) => [sheet, cell, reason])).toEqual([
      ['城区', 'C2', 'aliasTwice'],
      ['乡镇', 'A3', 'nameTwice'],
      ['乡镇', 'B4', 'orgCodeTwice'],
      ['乡镇', 'C4', 'aliasTwice'],
    ])
  })

  test('names the cells that cannot be taken', () => {
    const read = readRegister(
      table(['单位名称', '统一社会信用代码'], ['甲学校', '12'], ['', '12450981498811223X'], ['甲学校', '']),
    )
    expect(read.problems.map(({ cell, reason }) => [cell, reason])).toEqual([
      ['B2', 'orgCodeBad'],
      ['A3', 'nameMissing'],
      ['A4', 'nameTwice'],
    ])
  })

  test('names codes that Excel cut, and formulas that went wrong', () => {
    const read = readRegister({
      ...table(
        ['单位名称', '统一社会信用代码', '别名'],
        ['甲学校', '124509814988112000', '甲校'],
        ['#N/A', '#N/A', '#N/A'],
        ['乙学校', '', ''],
      ),
      spoilt: new Map([
        ['B2', 'numberCut'],
        ['A3', 'cellError'],
        ['B3', 'cellError'],
        ['C3', 'cellError'],
      ]),
    })
    expect(read.problems.map(({ cell, reason }) => [cell, reason])).toEqual([
      ['B2', 'numberCut'],
      ['A3', 'cellError'],
      ['B3', 'cellError'],
      ['C3', 'cellError'],
    ])
  })

  test('names an alias that is too long, in its own cell', () => {
    const long = '校'.repeat(61)
    const read = readRegister(
      table(['单位名称', '简称', '曾用名'], ['甲学校', '甲校', `旧甲校、${long}`], ['乙学校', '校'.repeat(60), '']),
    )
    expect(read.problems.map(({ cell, reason }) => [cell, reason])).toEqual([['C2', 'tooLong']])
  })

  test('names an alias that is of two units, in the cells of both', () => {
    const read = readRegister(
      table(
        ['单位名称', '别名'],
        ['北流市第一中学', '一中'],
        ['玉林市第一中学', '玉林一中、一中'],
        ['容县中学', '北流市第一中学'],
        ['丙学校', '丙校、丙 校'],
      ),
    )
    expect(read.problems.map(({ cell, reason }) => [cell, reason])).toEqual([
      ['B2', 'aliasTwice'],
      ['B3', 'aliasTwice'],
      ['B4', 'aliasTwice'],
    ])
  })

  test('takes an alias of two units for neither, and a name before an alias', () => {
    const [one, two] = [
      { name: '北流市第一中学', aliases: ['一中', '玉林市 第一中学'] },
      { name: '玉林市第一中学', aliases: ['一中'] },
    ]
    for (const units of [
      [one, two],
      [two, one],
    ]) {
      const both = openRegister(units)
      expect(both.find('一中')).toEqual({ kind: 'unknown' })
      expect(both.find('玉林市第一 中学')).toEqual({ kind: 'similar', unit: two })
    }
  })

  test('kept by an earlier version with a long alias is still read', () => {
    const kept = [{ name: '甲学校', aliases: ['校'.repeat(61)] }]
    expect(v.safeParse(registerSchema, kept).success).toBe(true)
  })

  test('shows what stands in such a cell without half a character at its end', () => {
    const [problem] = readRegister(table(['单位名称'], [`校${'\u{20BB7}'.repeat(60)}`])).problems
    expect(problem).toMatchObject({ reason: 'tooLong', value: `校${'\u{20BB7}'.repeat(29)}` })
  })

  test('knows official names, aliases, slips and strangers', () => {
    expect(register.find('北流市第一中学').kind).toBe('official')
    expect(['北流市第一中学', '北流一中'].map(register.isOfficial)).toEqual([true, false])
    expect(register.find('北流一中')).toEqual({ kind: 'alias', unit: school })
    expect(register.find('北流市 第一中学')).toEqual({ kind: 'similar', unit: school })
    expect(register.find('北流市第二中学').kind).toBe('unknown')
  })

  test('tells whether a unit may send a pack (M14)', () => {
    expect(register.holds({ name: '改名了的学校', orgCode: '12450981498811223X' })).toBe(true)
    expect(register.holds({ name: '广西大学', orgCode: 'X' })).toBe(true)
    expect(register.holds({ name: '别的学校', orgCode: 'X' })).toBe(false)
  })
})

describe('rules that need the unit', () => {
  const rulesOf = (employer: string): readonly string[] =>
    checkInUnit(aSoundPerson({ employer }), { register, otherWithMobile: nobody }).map(({ rule }) => rule)

  test('B32: the name of the region put before a unit of the register', () => {
    expect(rulesOf('广西壮族自治区北流市第一中学')).toEqual(['B32'])
    expect(rulesOf('广西北流市第一中学')).toEqual(['B32'])
    expect(rulesOf('广西大学')).toEqual([])
  })

  test('B33: a name much like one of the register, with the official one as repair', () => {
    expect(rulesOf('北流一中')).toEqual(['B33'])
    const [issue] = checkInUnit(aSoundPerson({ employer: '北流一中' }), { register, otherWithMobile: nobody })
    expect(issue?.message).toBe('与已有单位“北流市第一中学”很像，是否同一单位？')
    expect(issue?.fix?.edits[0]).toMatchObject({ field: 'employer', value: '北流市第一中学' })
    expect(rulesOf('北流市第一中学')).toEqual([])
    expect(rulesOf('别的学校')).toEqual([])
    expect(
      checkInUnit(aSoundPerson({ employer: '北流一中' }), { register: openRegister([]), otherWithMobile: nobody }),
    ).toEqual([])
  })

  test('B53: the mobile of somebody else of the unit', () => {
    const found = checkInUnit(aSoundPerson(), { register, otherWithMobile: '黄芳' })
    expect(found.map(({ rule, message, path }) => [rule, message, path])).toEqual([
      ['B53', '与黄芳的手机号相同，请核对。', 'basic.mobile'],
    ])
    expect(checkInUnit(aSoundPerson(), { register, otherWithMobile: nobody })).toEqual([])
  })
})

describe('a large register', () => {
  test('finds a slip among a thousand names at once', () => {
    const many = Array.from({ length: 2000 }, (_, at) => ({ name: `北流市新丰镇第${at}中心小学`, aliases: [] }))
    const large = openRegister([...many, { name: '玉林市实验中学', aliases: [] }])
    expect(large.find('玉林市试验中学')).toMatchObject({ kind: 'similar', unit: { name: '玉林市实验中学' } })
    expect(large.find('玉林实验中学')).toMatchObject({ kind: 'similar', unit: { name: '玉林市实验中学' } })
    expect(large.find('北流市新丰镇第7中心小学')).toEqual({ kind: 'official' })
    expect(large.find('北流市新丰镇第9999中心小学')).toEqual({ kind: 'unknown' })
  })

  test('finds a name by what stands behind its divisions, where that is of one unit only', () => {
    const names = [
      '南宁市第三中学',
      '北海市合浦县第四中学',
      '柳州市第五中学',
      '桂林市第五中学',
      '广西壮族自治区人民医院',
    ]
    const schools = openRegister(names.map((name) => ({ name, aliases: [] })))
    const found = (text: string) => {
      const { kind, ...rest } = schools.find(text)
      return 'unit' in rest ? rest.unit.name : kind
    }
    expect(found('第三中学')).toBe('南宁市第三中学')
    expect(found('合浦县第四中学')).toBe('北海市合浦县第四中学')
    expect(found('广西南宁市第三中学')).toBe('南宁市第三中学')
    expect(found('第五中学')).toBe('unknown')
    expect(found('柳州市第三中学')).toBe('unknown')
    expect(found('南宁市人民医院')).toBe('unknown')
  })
})
