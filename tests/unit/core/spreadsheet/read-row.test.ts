import { expect, test } from 'vitest'
import { readCsv } from '#core/spreadsheet/csv.ts'
import { importPeople } from '#core/spreadsheet/import-people.ts'
import { must } from '#tests/support/drafts.ts'
import { realCodes } from '#tests/support/real-codes.ts'

test('a cell that says 清空 lets a text, a date or a code go, but nothing that tells whose the row is', async () => {
  const { bundle, tables } = await realCodes()
  const table = must(
    readCsv(
      [
        '姓名,身份证号,电子邮箱,参加工作时间,政治面貌,政治面貌代码,民族',
        '韦晓莉,450981198804185326, 清空,清空,清空,,',
        '黄芳,450202199203077829,,,清空,清空,清空',
        '甘明,清空,,,群众,清空,',
      ].join('\r\n'),
      '基本信息',
    ),
  )
  const { people } = importPeople([table], { scheme: bundle.scheme, tables, newId: () => 'id' })
  expect(people.slice(0, 2).map(({ record }) => record.basic)).toEqual([
    { name: '韦晓莉', idNumber: '450981198804185326', email: '', workStartDate: '', politicalStatus: '' },
    { name: '黄芳', idNumber: '450202199203077829', politicalStatus: '', ethnicity: '' },
  ])
  expect(people.map(({ problems }) => problems.map(({ column, reason }) => `${column} ${reason}`))).toEqual([
    [],
    [],
    ['B notCleared', 'E codeDiffers'],
  ])
})

test('a month of CSV that may be January or October is told, unless quotes say that it was a text', async () => {
  const { bundle, tables } = await realCodes()
  const lines = ['姓名,参加工作时间', '韦晓莉,1993.1', '黄芳,"1993.1"', '甘明,1993.10', '李四,1993.01']
  const { people } = importPeople([must(readCsv(lines.join('\r\n'), '基本信息'))], {
    scheme: bundle.scheme,
    tables,
    newId: () => 'id',
  })
  expect(people.map(({ problems }) => problems.map(({ column, reason }) => `${column} ${reason}`))).toEqual([
    ['B monthCut'],
    [],
    [],
    [],
  ])
  expect(people.map(({ record }) => record.basic['workStartDate'])).toEqual([
    undefined,
    '1993-01',
    '1993-10',
    '1993-01',
  ])
})

test('what a formula that went wrong left is no value, in CSV too', async () => {
  const { bundle, tables } = await realCodes()
  const lines = ['姓名,身份证号,单位,电子邮箱,参加工作时间,民族', '韦晓莉,#N/A,#REF!,"#N/A",#DIV/0!,#NAME?']
  const { people } = importPeople([must(readCsv(lines.join('\r\n'), '基本信息'))], {
    scheme: bundle.scheme,
    tables,
    newId: () => 'id',
  })
  expect(people[0]?.problems.map(({ column, reason }) => `${column} ${reason}`)).toEqual([
    'B cellError',
    'C cellError',
    'E cellError',
    'F cellError',
  ])
  expect(people[0]?.record.basic).toEqual({ name: '韦晓莉', email: '#N/A' })
})
