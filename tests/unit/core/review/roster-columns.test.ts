import { expect, test } from 'vitest'
import { columnLabel, columnsCalled, rosterColumnsOf } from '#core/review/roster-columns.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const { scheme } = (await realCodes()).bundle
const called = (name: string): readonly string[] =>
  columnsCalled(name, scheme).map(({ sheet, field }) => `${sheet}.${field}`)

test('every field of every sheet may be a column, but no running number', () => {
  const names = rosterColumnsOf(scheme).map(({ sheet, field }) => `${sheet}.${field}`)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toHaveLength(
    scheme.sheets.flatMap(({ fields }) => fields.filter(({ kind }) => kind !== 'sequence')).length,
  )
})

test('a column is meant by its heading, with its sheet before it or not, or by its key', () => {
  for (const name of ['手机号码', ' 手机号码 ', '基本信息 · 手机号码', '基本信息·手机号码', 'basic.mobile']) {
    expect(called(name)).toEqual(['basic.mobile'])
  }
  expect(called('签发时间')).toEqual(['titles.issueDate', 'qualifications.issueDate'])
  expect(called('专业技术资格信息·签发时间')).toEqual(['titles.issueDate'])
  for (const name of ['', '手机', 'mobile', 'basic']) expect(called(name)).toEqual([])
})

test('a column is headed by the label of its field', () => {
  expect(columnLabel({ sheet: 'basic', field: 'mobile' }, scheme)).toBe('手机号码')
  expect(columnLabel({ sheet: 'basic', field: 'gone' }, scheme)).toBe('gone')
})
