import { writeXlsx as writeByHucre } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { readCsv } from '#core/spreadsheet/csv.ts'
import { importPeople } from '#core/spreadsheet/import-people.ts'
import { readXlsx } from '#core/spreadsheet/read-xlsx.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'
import { must } from '#tests/support/drafts.ts'
import { realCodes } from '#tests/support/real-codes.ts'

async function imported(read: readonly Table[]) {
  const { bundle, tables } = await realCodes()
  return importPeople(read, { scheme: bundle.scheme, tables, newId: () => 'id' })
}

/** A CSV file of the sheet 基本信息. */
const basics = (...lines: readonly string[]) => imported([must(readCsv(lines.join('\r\n'), '基本信息'))])

test('a cell that says 清空 lets a text, a date or a code go, but nothing that tells whose the row is', async () => {
  const { people } = await basics(
    '姓名,身份证号,电子邮箱,参加工作时间,政治面貌,政治面貌代码,民族',
    '韦晓莉,450981198804185326, 清空,清空,清空,,',
    '黄芳,450202199203077829,,,清空,清空,清空',
    '甘明,清空,,,群众,清空,',
  )
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
  const { people } = await basics('姓名,参加工作时间', '韦晓莉,1993.1', '黄芳,"1993.1"', '甘明,1993.10', '李四,1993.01')
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
  const { people } = await basics(
    '姓名,身份证号,单位,电子邮箱,参加工作时间,民族',
    '韦晓莉,#N/A,#REF!,"#N/A",#DIV/0!,#NAME?',
  )
  expect(people[0]?.problems.map(({ column, reason }) => `${column} ${reason}`)).toEqual([
    'B cellError',
    'C cellError',
    'E cellError',
    'F cellError',
  ])
  expect(people[0]?.record.basic).toEqual({ name: '韦晓莉', email: '#N/A' })
})

test('people are told of a month typed as a number, which may be January or October, and not of one typed as text', async () => {
  const months = [2001.1, 2001.11, '2001.1', 200110]
  const rows = [['姓名', '参加工作时间', '备注'], ...months.map((month, at) => [`第${at}人`, month, 1993.1])]
  const bytes = await writeByHucre({ sheets: [{ name: '基本信息', rows }] })
  const { people } = await imported(must(await readXlsx(new Blob([Uint8Array.from(bytes)]))))
  expect(people.map(({ problems }) => problems.map(({ column, value, reason }) => [column, value, reason]))).toEqual([
    [['B', '2001.1', 'monthCut']],
    [],
    [],
    [],
  ])
  expect(people.map(({ record }) => record.basic['workStartDate'])).toEqual([
    undefined,
    '2001-11',
    '2001-01',
    '2001-10',
  ])
})

test.each([
  [
    ['姓名', '姓名（曾用名）', '手机号码（紧急联系人）', '手机号码'],
    ['姓名（曾用名）', '手机号码（紧急联系人）'],
  ],
  [
    ['姓名（曾用名）', '姓名', '手机号码', '手机号码（紧急联系人）'],
    ['姓名（曾用名）', '手机号码（紧急联系人）'],
  ],
  [
    ['姓名', '姓名', '手机号码（本人）', '手机号码（紧急联系人）'],
    ['姓名', '手机号码（紧急联系人）'],
  ],
])('people take each field from one column: of %j the columns %j are told as unused', async (head, unused) => {
  const used = new Map([
    ['姓名', '韦晓莉'],
    ['手机号码', '13877512345'],
    ['手机号码（本人）', '13877512345'],
  ])
  const cells = head.map((title, at) => (head.indexOf(title) === at && used.get(title)) || `别的${at}`)
  const read = await basics([...head, '性别', '性别代码', '性别代码'].join(','), [...cells, '女', '2', '1'].join(','))
  expect(read.people[0]?.record.basic).toEqual({ name: '韦晓莉', mobile: '13877512345', gender: '2' })
  expect(read.unused).toEqual([...unused, '性别代码'])
})

test('people are not read from hidden sheets, which are told', async () => {
  const table = must(readCsv('姓名,性别\r\n韦晓莉,女', '基本信息'))
  const hidden = { name: '学历学位情况', rows: [], spoilt: table.spoilt, isHidden: true } as const
  expect(await imported([table, hidden])).toMatchObject({ people: [{}], unused: [], hidden: ['学历学位情况'] })
})
