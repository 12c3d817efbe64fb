import { describe, expect, test } from 'vitest'
import { expected, register } from '#tests/support/list-rows.ts'

const one = '452526197904182627'
const [code, otherCode] = ['12450981498811223X', '11450981007999999X']

describe('below a group of several columns', () => {
  test.each([
    [
      ['单位名称', '组织机构代码', '联系人', ''],
      ['', '', '姓名', '电话'],
    ],
    [
      ['单位名称', '组织机构代码', '联系方式', ''],
      ['', '', '联系人', '电话'],
    ],
    [
      ['单位名称', '组织机构代码', '人数', ''],
      ['', '', '在编', '非编'],
    ],
    [
      ['单位名称', '组织机构代码', '地址', ''],
      ['', '', '乡镇', '街道'],
    ],
  ])('%j %j is the lower half of the head of a register', (upper, lower) => {
    expect(register(upper, lower, ['北流一中', code, '5', '6'])).toEqual([['北流一中', code, '']])
  })

  test('one of which is the unit, is the lower half of the head of a list of people', () => {
    const head = [
      ['序号', '姓名', '身份证号', '工作单位', ''],
      ['', '', '', '单位名称', '部门'],
    ]
    const row = ['1', '韦莉', one, '北流一中', '教务']
    expect(expected(...head, row)).toEqual([['韦莉', one, '北流一中']])
    const ofSchools = [
      ['序号', '姓名', '身份证号', '所在单位', ''],
      ['', '', '', '学校', '部门'],
    ]
    expect(expected(...ofSchools, row)).toEqual([['韦莉', one, '北流一中']])
  })
})

describe('a line about who filled the table in, right above the head, is no group', () => {
  test('in the register, above a column of notes without a head', () => {
    const rows = [
      ['北流一中', code, '撤并'],
      ['北流二中', otherCode, '在办'],
    ]
    expect(register(['负责人', '张三', '部门'], ['名称', '代码', ''], ...rows)).toEqual([
      ['北流一中', code, ''],
      ['北流二中', otherCode, ''],
    ])
  })

  test('nor where a line below the people reaches further than their columns', () => {
    const rows = [
      ['北流一中', '韦莉'],
      ['北流二中', '黄芳'],
      ['单位负责人：', '', '填报人姓名：', ''],
    ]
    expect(expected(['部门', '人事科', '姓名', '张三'], ['单位', '姓名'], ...rows).slice(0, 2)).toEqual([
      ['韦莉', '', '北流一中'],
      ['黄芳', '', '北流二中'],
    ])
  })
})

test('a head of two rows below many lines of notes is one: whoever stands below it shows so', () => {
  const notes = Array.from({ length: 8 }, (_, at) => [`填表说明第 ${at + 1} 条`])
  const head = [
    ['序号', '姓名', '配偶', ''],
    ['', '', '姓名', '工作单位'],
  ]
  expect(expected(...notes, ...head, ['1', '韦莉', '李四', '容县中学'])).toEqual([['韦莉', '', '']])
})

test('a person without a name in the first row is told, and the row is no half of the head', () => {
  const rows = [
    ['北流一中', '', '单位', '主持工作'],
    ['北流二中', '黄芳', '教师', ''],
  ]
  const read = expected(['单位', '姓名', '职务', ''], ...rows)
  expect(read).toContainEqual(['黄芳', '', '北流二中'])
  expect(read).toContain('B2 nameMissing')
})
