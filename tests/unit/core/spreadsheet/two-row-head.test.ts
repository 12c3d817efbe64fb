import { beforeAll, describe, expect, test } from 'vitest'
import { importPeople, type ImportedPeople } from '#core/spreadsheet/import-people.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'
import { realCodes } from '#tests/support/real-codes.ts'

let codes: Awaited<ReturnType<typeof realCodes>>
beforeAll(async () => {
  codes = await realCodes()
})

const aTable = (name: string, ...rows: readonly (readonly string[])[]): Table => ({
  name,
  rows: rows.map((cells, at) => ({ number: at + 1, cells })),
  spoilt: new Map(),
})

const imported = (...tables: readonly Table[]): ImportedPeople =>
  importPeople(tables, { scheme: codes.bundle.scheme, tables: codes.tables, newId: () => 'new' })

const read = (...rows: readonly (readonly string[])[]): ImportedPeople => imported(aTable('表', ...rows))

const basics = ({ people }: ImportedPeople) => people.map(({ record }) => record.basic)
const [number, birth] = ['452526197904182627', '1979-04-18']

describe('a head that names a field otherwise', () => {
  test('is read all the same, and is not told as unused', () => {
    const found = read(
      ['姓名', '公民身份号码', '工作单位', '手机号', '邮箱', '通信地址', '工号'],
      ['韦莉', number, '北流市第一中学', '13800138000', 'a@b.cn', '城东路 1 号', '7'],
    )
    expect(basics(found)).toEqual([
      {
        name: '韦莉',
        idNumber: number,
        employer: '北流市第一中学',
        mobile: '13800138000',
        email: 'a@b.cn',
        address: '城东路 1 号',
      },
    ])
    expect(found).toMatchObject({ problems: [], unused: ['工号'] })
    for (const head of ['单位名称', '单位全称', '所在单位', '现工作单位'])
      expect(basics(read(['姓名', '*身份证号码', head], ['韦莉', number, '一中']))).toEqual([
        { name: '韦莉', idNumber: number, employer: '一中' },
      ])
  })

  test('gives way to one that names it as the scheme does', () => {
    const found = read(['姓名', '工作单位', '单位', '身份证号'], ['韦莉', '旧单位', '一中', number])
    expect(basics(found)).toEqual([{ name: '韦莉', idNumber: number, employer: '一中' }])
    expect(found.unused).toEqual(['工作单位'])
  })

  test('is not taken for the person where it is said of somebody else, or above the table', () => {
    const relatives = read(
      ['姓名', '身份证号', '家庭成员', ''],
      ['', '', '姓名', '工作单位'],
      ['韦莉', number, '韦明', '一中'],
    )
    expect(basics(relatives)).toEqual([{ name: '韦莉', idNumber: number }])
    const line = ['单位名称', '北流市第一中学', '手机', '13900139000']
    expect(basics(read(line, ['姓名', '身份证号'], ['韦莉', number]))).toEqual([{ name: '韦莉', idNumber: number }])
  })

  test('is nobody’s telephone or employer behind a column of somebody else', () => {
    const found = read(
      ['姓名', '身份证号码（18位）', '工作单位（全称）', '紧急联系人', '与本人关系', '手机'],
      ['韦莉', number, '一中', '王五', '夫妻', '13900139000'],
    )
    expect(basics(found)).toEqual([{ name: '韦莉', idNumber: number, employer: '一中' }])
    expect(found.unused).toEqual(['紧急联系人', '与本人关系', '手机'])
  })

  test.each([
    ['专业技术资格信息', ['姓名', '身份证号', '工作单位', '手机', '专业', '签发时间', '证书编号'], 'titles'],
    ['学历学位信息', ['姓名', '身份证号', '工作单位', '毕业院校', '所学专业', '毕业时间'], 'education'],
  ] as const)('makes no people of a table of %s under another name', (_, head, sheet) => {
    const said = new Map([
      ['姓名', '韦莉'],
      ['身份证号', number],
    ])
    const values = head.map((title) => said.get(title) ?? (/时间/u.test(title) ? '2010-07' : '某'))
    const people = aTable('人员', ['姓名', '身份证号', '单位'], ['韦莉', number, '一中'])
    const found = imported(people, aTable('表二', head, values))
    expect(found.people.map(({ record }) => record[sheet].length)).toEqual([1])
  })

  test.each([
    [
      ['姓名', '称谓', '工作单位', '手机'],
      ['韦明', '夫', '一中', '13900139000'],
    ],
    [
      ['姓名', '手机'],
      ['王管理', '13900139000'],
    ],
    [
      ['单位名称', '通信地址', '邮箱'],
      ['一中', '教育路7号', 'x@y.cn'],
    ],
  ])('makes no people of a table of others: %j', (head, values) => {
    const found = imported(aTable('人员', ['姓名', '身份证号'], ['韦莉', number]), aTable('别的', head, values))
    expect(basics(found)).toEqual([{ name: '韦莉', idNumber: number }])
    expect(found.unused).toContain('别的')
  })

  test('tells in a table of its own whose a row is', () => {
    const tables = [
      aTable('基本信息', ['姓名', '身份证号'], ['韦莉', number]),
      aTable('专业技术资格信息', ['身份证号码', '资格名称', '专业'], [number, '工程师', '']),
    ]
    expect(imported(...tables).people.map(({ record }) => record.titles.length)).toEqual([1])
  })
})

describe('a head of two rows', () => {
  test('is read as one: a group gives way to what stands below it', () => {
    const found = read(
      ['人员汇总表', '', '', '', '', ''],
      ['姓名', '身份证号', '单位', '联系方式', '', '备注'],
      ['', '', '', '手机号码', '电子邮箱', ''],
      ['韦莉', number, '北流市第一中学', '13800138000', 'a@b.cn', '无'],
    )
    expect(basics(found)).toEqual([
      { name: '韦莉', idNumber: number, employer: '北流市第一中学', mobile: '13800138000', email: 'a@b.cn' },
    ])
    expect(found).toMatchObject({ problems: [], unused: ['备注'], untitled: [] })
  })

  test('is read as one where its second row knows more', () => {
    const found = read(
      ['姓名', '联系方式', '', ''],
      ['', '手机号码', '电子邮箱', '单位'],
      ['韦莉', '13800138000', 'a@b.cn', '北流市第一中学'],
    )
    expect(basics(found)).toEqual([
      { name: '韦莉', mobile: '13800138000', email: 'a@b.cn', employer: '北流市第一中学' },
    ])
    expect(found).toMatchObject({ problems: [], unused: [] })
  })

  test('takes nothing for the person that is said of somebody else', () => {
    const found = read(
      ['姓名', '联系方式', '', '家庭成员', ''],
      ['', '手机号码', '电子邮箱', '姓名', '单位'],
      ['韦莉', '13800138000', 'a@b.cn', '韦明', '北流市第一中学'],
    )
    expect(basics(found)).toEqual([{ name: '韦莉', mobile: '13800138000', email: 'a@b.cn' }])
    expect(found.unused).toEqual(['家庭成员 姓名', '家庭成员 单位'])
  })

  test('is one row below a line about who filled the table in', () => {
    const found = read(['填报人', '李四', '手机号码', '13900139000'], ['姓名', '身份证号'], ['韦莉', number])
    expect(basics(found)).toEqual([{ name: '韦莉', idNumber: number }])
  })

  test('is one row below such a line, also where that names more than the head', () => {
    const found = read(
      ['单位名称', '南宁三中', '填报人', '李四', '手机', '13900139000', '邮箱', 'x@y.cn'],
      ['序号', '姓名', '身份证号', '', '', '', '', ''],
      ['1', '韦莉', number, '', '', '', '', ''],
    )
    expect(basics(found)).toEqual([{ name: '韦莉', idNumber: number }])
  })

  test.each([
    { line: ['', '', '', '单位（盖章）：', '', '', '固定电话：', ''] },
    { line: ['', '', '', '填报单位', '南宁三中', '', '电子邮箱', 'x@y.cn'] },
    { line: ['', '', '', '填报单位', '', '', '电子邮箱', ''] },
    { line: ['', '', '', '单位', '南宁三中', '', '手机号码', '13900139000'] },
    { line: ['单位', '南宁三中', '', '', '', '', '电子邮箱', ''] },
    { line: ['', '', '', '通讯地址', '教育路7号', '', '电子邮箱', ''] },
  ])('is one row below a line to fill in: $line', ({ line }) => {
    const found = read(
      line,
      ['姓名', '身份证号', '性别', '民族', '参加工作时间', '政治面貌', '', ''],
      ['韦莉', number, '女', '壮族', '2001-07', '中共党员', '', ''],
    )
    expect(found.people.map(({ record }) => Object.keys(record.basic ?? {}).toSorted())).toEqual([
      ['ethnicity', 'gender', 'idNumber', 'name', 'politicalStatus', 'workStartDate'],
    ])
    expect(found.unused).toEqual([])
  })

  test('takes nobody else for the person where the head has colons, or asks who filled it in', () => {
    const found = read(
      ['填报单位：', '姓名：', '手机号码：', '家庭成员：', ''],
      ['', '', '', '姓名：', '单位：'],
      ['南宁三中', '韦莉', '13800138000', '韦明', '北流市第一中学'],
    )
    expect(basics(found)).toEqual([{ name: '韦莉', mobile: '13800138000' }])
    const noted = read(
      ['姓名', '通讯地址', '', '手机号码', '家庭成员', '', ''],
      ['', '单位所在地', '邮编', '', '姓名', '性别', '单位'],
      ['韦莉', '北流市', '537400', '13800138000', '韦明', '男', '北流市第一中学'],
    )
    expect(basics(noted).map((basic) => basic?.name)).toEqual(['韦莉'])
  })

  test('reads what stands under a group that can be nobody else’s', () => {
    const found = read(
      ['姓名', '单位', '', '外语', '', '时间', '专业技术工作情况'],
      ['', '单位', '单位所在地', '第一外语', '第二外语', '参加工作时间', '开始从事专业技术工作时间'],
      ['韦莉', '北流市第一中学', '北流市', '英语', '越南语', '2001-07', '2001-08'],
    )
    expect(found.unused).toEqual([])
    expect(found.people.map(({ record }) => Object.keys(record.basic ?? {}).toSorted())).toEqual([
      [
        'employer',
        'employerDivision',
        'firstLanguage',
        'name',
        'secondLanguage',
        'specialtyStartDate',
        'workStartDate',
      ],
    ])
  })

  test('tells whose the rows of another sheet are', () => {
    const found = read(
      ['姓名', '学历信息', '', ''],
      ['', '学历', '毕业院校', '所学专业'],
      ['韦莉', '本科', '广西大学', '数学'],
    )
    expect(found.problems).toMatchObject([{ title: '姓名', value: '韦莉', reason: 'stray' }])
  })

  test('is no row of people where it says no more than its upper half', () => {
    const found = read(['姓名', '身份证号', '单位', ''], ['', '', '单位', '类别'], ['韦莉', number, '一中', '公办'])
    expect(basics(found)).toEqual([{ name: '韦莉', idNumber: number, employer: '一中' }])
    expect(found).toMatchObject({ problems: [], unused: ['单位 类别'] })
  })

  test('may have the person themself as a group', () => {
    const found = read(['单位', '教师', ''], ['', '姓名', '身份证号'], ['一中', '韦莉', number])
    expect(basics(found)).toEqual([{ name: '韦莉', idNumber: number, employer: '一中' }])
  })

  test('names its columns where a row of it is told', () => {
    const found = read(['姓名', '联系方式', ''], ['', '手机号码', '电子邮箱'], ['', '13800138000', 'a@b.cn'])
    expect(found).toMatchObject({ people: [], problems: [{ row: 3, reason: 'stray' }] })
  })

  test.each(['性别 1:男 2:女', '出生日期 例:1990-01-01'])('may say how to fill it in: %s', (note) => {
    const found = read(['单位', note, '教师', ''], ['', '', '姓名', '身份证号'], ['一中', '', '韦莉', number])
    expect(basics(found)).toEqual([{ name: '韦莉', idNumber: number, employer: '一中' }])
  })

  test('may give a number as an example, or stand as a single cell', () => {
    const lower = ['', '', '手机号码,如13800138000', '电子邮箱']
    const found = read(['姓名', '单位', '联系方式', ''], lower, ['韦莉', '一中', '13800138000', 'a@b.cn'])
    expect(basics(found)).toEqual([{ name: '韦莉', employer: '一中', email: 'a@b.cn' }])
    expect(basics(read(['', '', '单位'], ['姓名', '身份证号', ''], ['韦莉', number, '一中']))).toEqual([
      { name: '韦莉', idNumber: number, employer: '一中' },
    ])
  })

  test('is one row where the next is a person', () => {
    const found = read(['姓名', '手机号码', '备注'], ['韦莉', '', '单位'], ['黄芳', '13800138000', ''])
    expect(basics(found)).toEqual([{ name: '韦莉' }, { name: '黄芳', mobile: '13800138000' }])
  })
})

test('columns without a head in which something stands are told by their letters', () => {
  const found = read(['姓名', '身份证号', '', ''], ['韦莉', number, '', '13800138000', 'a@b.cn'])
  expect(found.untitled).toEqual([
    { sheet: '表', column: 'D' },
    { sheet: '表', column: 'E' },
  ])
})

test('a row with neither name nor number is nobody, and no person', () => {
  const found = read(
    ['姓名', '身份证号', '出生日期', '性别'],
    ['', '', birth, '女'],
    ['', '', '', '第三种'],
    ['', number, birth, '女'],
    ['清空', '', birth, '女'],
  )
  expect(found.problems.map(({ row, reason }) => [row, reason])).toEqual([
    [2, 'stray'],
    [3, 'stray'],
  ])
  expect(found.people.map(({ row, problems }) => [row, problems.map(({ reason }) => reason)])).toEqual([
    [4, []],
    [5, ['notCleared']],
  ])
})
