import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openTable } from '#core/codes/open-table.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import {
  certificateFunctions,
  comesBefore,
  documentNumber,
  documentYear,
  isAwardRank,
} from '#core/rules/functions/certificate.ts'

const origin = { standard: '—', version: '1', source: 'test', constructed: 'yes' } as const
const opened = [
  openTable({
    ...origin,
    id: 'degree',
    title: '学位',
    codes: ['1', '3', '308'],
    names: ['名誉博士', '硕士', '工学硕士学位'],
    parents: [-1, -1, 1],
    pinyin: ['', '', ''],
  }),
  openTable({
    ...origin,
    id: 'review_committee',
    title: '评审会',
    codes: ['3029', '3215', '3224', '3226'],
    names: ['卫生系列中级评审委员会', '卫生中级考试取得', '其他中级考试取得', '中级认定'],
    attrs: {
      level: { '0': '3', '1': '3', '2': '3', '3': '3' },
      kind: { '0': 'review', '1': 'exam', '2': 'exam', '3': 'recognise' },
      series: { '0': '11', '1': '11' },
    },
    pinyin: ['', '', '', ''],
  }),
  openTable({
    ...origin,
    id: 'gx_honor',
    title: '荣誉称号',
    codes: ['09'],
    names: ['八桂学者'],
    aliases: { '0': ['广西八桂学者'] },
    pinyin: [''],
  }),
]
const tables: TableLookup = { table: (id) => opened.find((table) => table.id === id) }
const noTables: TableLookup = { table: () => undefined }

function ask(name: string, args: readonly string[], lookup = tables): unknown {
  const found = certificateFunctions.find((entry) => entry.name === name)
  return found && Reflect.apply(found.bind(lookup), undefined, args)
}

describe('the kind of a degree', () => {
  test('is its group, and none when the degree is not known', () => {
    expect(ask('degreeKind', ['308'])).toBe('3')
    expect(ask('degreeKind', ['1'])).toBe('1')
    expect(ask('degreeKind', ['999'])).toBe('')
    expect(ask('degreeKind', ['308'], noTables)).toBe('')
  })
})

describe('the committee entry for a way of gaining a title', () => {
  test('is that of the series, else the general one', () => {
    expect(ask('committeeFor', ['3226', '3', '11', 'exam'])).toBe('3215')
    expect(ask('committeeFor', ['3226', '3', '12', 'exam'])).toBe('3224')
  })

  test('takes the level of the present committee when the row has none', () => {
    expect(ask('committeeFor', ['3029', '', '', 'recognise'])).toBe('3226')
  })

  test('stays the present one when there is none', () => {
    expect(ask('committeeFor', ['3029', '3', '11', 'reconfirm'])).toBe('3029')
    expect(ask('committeeFor', ['3029', '3', '11', 'exam'], noTables)).toBe('3029')
  })
})

describe('the codes below a code', () => {
  test('are told from none', () => {
    expect(ask('hasChildren', ['degree', '3'])).toBe(true)
    expect(ask('hasChildren', ['degree', '308'])).toBe(false)
    expect(ask('hasChildren', ['degree', '3'], noTables)).toBe(false)
  })
})

describe('the honour in a text', () => {
  test('is found by name or alias', () => {
    expect(ask('honorNamed', ['广西八桂学者聘书'])).toBe('八桂学者')
    expect(ask('honorNamed', ['科学技术进步奖'])).toBe('')
    expect(ask('honorNamed', ['八桂学者'], noTables)).toBe('')
  })
})

describe('the order of rows', () => {
  test('is that of numbers, not of letters', () => {
    expect(comesBefore('9', '10')).toBe(true)
    expect(comesBefore('10', '9')).toBe(false)
    expect(comesBefore('2', '2')).toBe(false)
    expect(comesBefore('', '1')).toBe(false)
  })
})

describe('the number of a document', () => {
  test.each([
    ['桂政发〔2010〕5号', '桂政发〔2010〕5号', 2010],
    ['桂政发[2010]5号', '桂政发〔2010〕5号', 2010],
    ['桂政发（2010）05号', '桂政发〔2010〕5号', 2010],
    ['桂人社发【2011】第128号', '桂人社发〔2011〕128号', 2011],
    ['桂政发〔2010〕5', '桂政发〔2010〕5号', 2010],
    ['桂政发5号', '', 0],
    ['〔2010〕5号', '', 0],
    ['桂政发〔10〕5号', '', 0],
    ['', '', 0],
  ])('%s is written %s, of the year %i', (text, written, year) => {
    expect(documentNumber(text)).toBe(written)
    expect(documentYear(text)).toBe(year)
  })

  test('is not changed once it is written so, whatever the text', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^桂政发[〔[(（]20\d\d[〕\])）]\d{1,5}号?$/),
    )
    fc.assert(
      fc.property(anyText, (text) => {
        const written = documentNumber(text)
        expect(written === '' || documentNumber(written) === written).toBe(true)
      }),
    )
  })
})

describe('the rank in an award', () => {
  test.each(['1', '2/5', '5/5', '12/99'])('may be %s', (rank) => {
    expect(isAwardRank(rank)).toBe(true)
  })

  test.each(['', '0', '5/2', '2/', '/5', '2/100', '第二', '01/5'])('may not be “%s”', (rank) => {
    expect(isAwardRank(rank)).toBe(false)
  })
})
