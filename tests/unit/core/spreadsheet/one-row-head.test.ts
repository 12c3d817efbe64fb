import { beforeAll, describe, expect, test } from 'vitest'
import { importPeople } from '#core/spreadsheet/import-people.ts'
import { aTable, expected, register, type Rows } from '#tests/support/list-rows.ts'
import { realCodes } from '#tests/support/real-codes.ts'

let codes: Awaited<ReturnType<typeof realCodes>>
beforeAll(async () => {
  codes = await realCodes()
})

const [one, two] = ['452526197904182627', '450981199001011232']
const [code, otherCode] = ['12450981498811223X', '11450981007999999X']

const imported = (...rows: Rows) =>
  importPeople([aTable('表', rows)], { scheme: codes.bundle.scheme, tables: codes.tables, newId: () => 'new' })
const basics = (...rows: Rows) => imported(...rows).people.map(({ record }) => record.basic)

describe('who stands above a fuller row is read', () => {
  test('in the list of people expected', () => {
    const people = [
      ['1', '韦莉', '北流一中'],
      ['2', '黄芳', '北流二中'],
    ]
    const read = [
      ['韦莉', '', '北流一中'],
      ['黄芳', '', '北流二中'],
    ]
    const block = [[], ['序号', '姓名', '单位', '身份证号'], ['1', '李四', '北流三中', two]]
    const blocks = expected(['序号', '姓名', '单位'], ...people, ...block)
    expect(blocks.slice(0, 2)).toEqual(read)
    expect(blocks).toContainEqual(['李四', '', '北流三中'])
    const lines = [
      ['', '填报人姓名', '填报人身份证号', '填报单位'],
      ['', '审核人姓名', '张三', '单位', '教育局', '身份证号', two],
    ]
    for (const line of lines) expect(expected(['', '姓名', '单位'], ...people, line).slice(0, 2)).toEqual(read)
  })

  test('in the register', () => {
    const read = register(
      ['单位全称', '代码'],
      ['北流一中', code],
      ['单位全称', '代码', '简称'],
      ['北流二中', otherCode, '二中'],
    )
    expect(read[0]).toEqual(['北流一中', code, ''])
    expect(read).toContainEqual(['北流二中', otherCode, ''])
  })

  test('where people are imported', () => {
    const rows = [
      ['姓名', '身份证号'],
      ['韦莉', one],
      ['姓名', '身份证号', '手机号码'],
      ['李四', two, '13800138000'],
    ]
    const read = basics(...rows)
    expect(read[0]).toEqual({ name: '韦莉', idNumber: one })
    expect(read.at(-1)).toEqual({ name: '李四', idNumber: two })
  })

  test('and not what names somebody above the head', () => {
    const line = ['姓名', '李四', '单位', '教育局']
    const head = ['姓名', '身份证号', '单位', '手机号码']
    expect(basics(line, [], head, ['韦莉', one, '一中', '13800138000'])).toEqual([
      { name: '韦莉', idNumber: one, employer: '一中', mobile: '13800138000' },
    ])
  })
})

describe('a line above a head of one row is no part of it', () => {
  const withId = ['', '姓名', '身份证号', '职务']
  test.each<[Rows, readonly string[]]>([
    [
      [['各单位应报人员名单', '', '', '2012年12月'], withId, ['1', '韦莉', one, '教师']],
      ['韦莉', one, ''],
    ],
    [
      [['事业单位人员名册', '', '', '第1页'], withId, ['1', '韦莉', one, '教师']],
      ['韦莉', one, ''],
    ],
    [
      [
        ['各单位应报人员名单', '', '', '2012年12月'],
        ['', '姓名', '职务', '备注'],
        ['1', '韦莉', '教师', ''],
      ],
      ['韦莉', '', ''],
    ],
    [
      [
        ['各单位应报人员名单', '', '', '2012年12月'],
        ['', '姓名', '学校', '备注'],
        ['1', '韦莉', '一中', ''],
      ],
      ['韦莉', '', '一中'],
    ],
    [
      [
        ['各单位人员名单', '', '', '', '2012年12月'],
        ['', '姓名', '身份证号', '所属单位'],
        ['1', '韦莉', one, '一中'],
      ],
      ['韦莉', one, '一中'],
    ],
    [
      [['单位', '', '北流市第一中学'], withId, ['1', '韦莉', one, '教师']],
      ['韦莉', one, ''],
    ],
    [
      [['填报人姓名', '', '北流市第一中学'], withId, ['1', '韦莉', one, '教师']],
      ['韦莉', one, ''],
    ],
    [
      [
        ['应报人员姓名', '', '', '2012年'],
        ['', '教师姓名', '身份证号', '单位'],
        ['1', '韦莉', one, '一中'],
      ],
      ['韦莉', one, '一中'],
    ],
    [
      [
        ['', '联系电话', '', '身份证号'],
        ['', '姓名', '职务', ''],
        ['1', '韦莉', '教师', '在编'],
      ],
      ['韦莉', '', ''],
    ],
    [
      [
        ['', '', '单位', ''],
        ['填报人姓名', '', '', ''],
        ['序号', '姓名', '备注', '工作单位'],
        ['1', '韦莉', '', '一中'],
      ],
      ['韦莉', '', '一中'],
    ],
    [
      [
        ['', '', '', '单位', '北流市教育局'],
        ['序号', '姓名', '所属单位'],
        ['1', '韦莉', '一中'],
      ],
      ['韦莉', '', '一中'],
    ],
  ])('of the people expected: %j', (rows, person) => {
    expect(expected(...rows)).toEqual([person])
  })

  test.each<[Rows]>([
    [
      [
        ['单位', '', '北流市教育局'],
        ['', '单位全称', '组织机构代码'],
        ['1', '一中', code],
      ],
    ],
    [
      [
        ['单位名称', '', '2012年'],
        ['', '学校', '代码'],
        ['1', '一中', code],
      ],
    ],
    [
      [
        ['', '', '', '单位', '北流市教育局'],
        ['序号', '学校名称', '组织机构代码'],
        ['1', '一中', code],
      ],
    ],
    [
      [
        ['填报人', '手机', '', '部门'],
        ['序号', '代码', '学校名称', ''],
        ['1', code, '一中', '公办'],
      ],
    ],
    [
      [
        ['2012年12月', '', '', '北流市教育局', '单位'],
        ['序号', '名称', '代码', '', ''],
        ['1', '一中', code, '', '共2人'],
      ],
    ],
  ])('of a register: %j', (rows) => {
    expect(register(...rows)).toEqual([['一中', code, '']])
  })

  test('of people who are imported', () => {
    const person = ['1', '韦莉', one, '13800138000']
    expect(basics(['单位', '', '北流市第一中学'], ['', '姓名', '身份证号', '手机号码'], person)).toEqual([
      { name: '韦莉', idNumber: one, mobile: '13800138000' },
    ])
  })
})

describe('a group of somebody else is none of theirs, whatever stands beside it', () => {
  const ofSpouse = [
    ['序号', '本人', '', '配偶', ''],
    ['', '姓名', '身份证号', '姓名', '工作单位'],
    ['1', '韦莉', one, '李四', '容县中学'],
  ]
  const spouseFirst = [
    ['序号', '配偶', '', '本人', ''],
    ['', '姓名', '身份证号', '姓名', '身份证号'],
    ['1', '李四', two, '韦莉', one],
  ]
  const family = [
    ['序号', '家庭成员', '', '教师', ''],
    ['', '姓名', '工作单位', '姓名', '工作单位'],
    ['1', '李四', '容县中学', '韦莉', '一中'],
  ]

  test('among the people expected', () => {
    expect(expected(...ofSpouse)).toEqual([['韦莉', one, '']])
    expect(expected(...spouseFirst)).toEqual([['韦莉', one, '']])
    expect(expected(...family)).toEqual([['韦莉', '', '一中']])
    const lower = ['', '姓名', '身份证号', '工作单位', '电话']
    expect(expected(ofSpouse[0] ?? [], lower, ['1', '韦莉', one, '容县中学', ''])).toEqual([['韦莉', one, '']])
  })

  test('where people are imported', () => {
    expect(basics(...ofSpouse)).toEqual([{ name: '韦莉', idNumber: one }])
    expect(basics(...spouseFirst)).toEqual([{ name: '韦莉', idNumber: one }])
    const contact = [
      ['序号', '本人', '', '紧急联系人', ''],
      ['', '姓名', '身份证号', '姓名', '手机号码'],
      ['1', '韦莉', one, '李四', '13800138000'],
    ]
    expect(basics(...contact)).toEqual([{ name: '韦莉', idNumber: one }])
    contact[1] = ['', '姓名', '身份证号', '关系', '手机号码']
    expect(basics(...contact)).toEqual([{ name: '韦莉', idNumber: one }])
  })

  test('in the register', () => {
    const rows = [
      ['序号', '上级单位', '', '学校', ''],
      ['', '名称', '代码', '名称', '代码'],
      ['1', '教育局', otherCode, '一中', code],
    ]
    expect(register(...rows)).toEqual([['一中', code, '']])
  })
})

describe('a first row without a name is told', () => {
  test.each<[Rows, string]>([
    [
      [
        ['单位', '姓名', '职务', ''],
        ['一中', '', '校长', '主持工作'],
        ['二中', '黄芳', '教师'],
      ],
      'B2 nameMissing',
    ],
    [
      [
        ['姓名', '单位', ''],
        ['', '一中', '张三代报'],
        ['黄芳', '二中'],
      ],
      'A2 nameMissing',
    ],
    [
      [
        ['姓名', '身份证号', '单位', ''],
        ['', '', '某某单位', '代报'],
        ['黄芳', '', '二中'],
      ],
      'A2 nameMissing',
    ],
  ])('of the people expected: %j', (rows, problem) => {
    const read = expected(...rows)
    expect(read).toContainEqual(['黄芳', '', '二中'])
    expect(read).toContain(problem)
  })
})
