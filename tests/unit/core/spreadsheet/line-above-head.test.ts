import { describe, expect, test } from 'vitest'
import { expected, register } from '#tests/support/list-rows.ts'

const [code, otherCode] = ['12450981498811223X', '11450981007999999X']

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
