import { expect, test } from 'vitest'
import { reminderTable } from '#core/print/reminder-document.ts'
import { aUnit } from '#tests/support/units.ts'

test('whom the unit has entered stand on the list of reminders, with a note beside them', () => {
  const [entered, other] = [{ name: '韦莉', idNumber: '1' }, { name: '黄芳' }]
  const print = { unit: aUnit, printedOn: '2012-12-01', expected: 3, missing: [entered, other] }
  const table = reminderTable({ ...print, entered: new Set([entered]) })
  expect(table.lead?.[0]).toContain('应报 3 人，未报 2 人（其中单位代录 1 人）')
  expect(table.columns.map(({ title }) => title)).toEqual(['序号', '姓名', '身份证号', '单位', '备注', '催报记录'])
  expect(table.rows).toEqual([
    ['1', '韦莉', '1', '', '本人未报送，单位已代录', ''],
    ['2', '黄芳', '', '', '', ''],
  ])
  const plain = reminderTable({ ...print, entered: new Set() })
  expect(plain.lead?.[0]).toContain('应报 3 人，未报 2 人　')
  expect(plain.rows).toEqual([
    ['1', '韦莉', '1', '', ''],
    ['2', '黄芳', '', '', ''],
  ])
})

test('what is hidden in the list of those expected is written out on the paper', () => {
  const missing = [{ name: '黄\u202E莉', idNumber: '45\u200B', unit: '一中\u2066' }]
  const { rows } = reminderTable({ unit: aUnit, printedOn: '2012-12-01', expected: 1, missing, entered: new Set() })
  expect(rows).toEqual([['1', '黄‹U+202E›莉', '45‹U+200B›', '一中‹U+2066›', '']])
})
