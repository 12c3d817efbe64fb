import { describe, expect, test } from 'vitest'
import { openTable } from '#core/codes/open-table.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import { codeFunctions } from '#core/rules/functions/codes.ts'

const divisions = openTable({
  id: 'divisions',
  title: '行政区划',
  standard: 'GB/T 2260',
  version: '1',
  source: 'test',
  constructed: 'no',
  codes: ['450000', '450900', '450981', '452526'],
  names: ['广西壮族自治区', '玉林市', '北流市', '北流县'],
  parents: [-1, 0, 1, 0],
  aliases: { '2': ['北流'] },
  to: { '3': '1994' },
  groups: [0],
  abolished: [3],
  now: { '3': 2 },
  attrs: { level: { '0': 1, '1': 2 }, tags: { '2': ['city', 'border'] } },
  pinyin: ['', '', '', ''],
})
const tables: TableLookup = { table: (id) => (id === 'divisions' ? divisions : undefined) }

function call(name: string, ...given: string[]): unknown {
  const found = codeFunctions.find((candidate) => candidate.name === name)
  return found && Reflect.apply(found.bind(tables), undefined, given)
}

describe('codes', () => {
  test('are known and selectable as their table says', () => {
    expect([call('known', 'divisions', '450981'), call('known', 'divisions', '990000')]).toEqual([true, false])
    expect([call('selectable', 'divisions', '450981'), call('selectable', 'divisions', '450000')]).toEqual([
      true,
      false,
    ])
    expect([call('isGroup', 'divisions', '450000'), call('isGroup', 'divisions', '450981')]).toEqual([true, false])
    expect(['450000', '450900', '450981', '990000'].map((code) => call('hasBelow', 'divisions', code))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(call('hasBelow', 'missing', '450000')).toBe(false)
  })

  test('have names, parents and years', () => {
    expect(call('nameOf', 'divisions', '450981')).toBe('北流市')
    expect(call('fullNameOf', 'divisions', '450981')).toBe('广西壮族自治区 玉林市 北流市')
    expect(call('parentOf', 'divisions', '450981')).toBe('450900')
    expect([call('validFrom', 'divisions', '452526'), call('validTo', 'divisions', '452526')]).toEqual(['', '1994'])
    expect([call('codeOfName', 'divisions', '北流'), call('codeOfName', 'divisions', '')]).toEqual(['450981', ''])
  })

  test('have attributes', () => {
    expect([call('attr', 'divisions', '450900', 'level'), call('attr', 'divisions', '450981', 'level')]).toEqual([
      '2',
      '',
    ])
    expect(call('attrInt', 'divisions', '450900', 'level')).toBe(2)
    expect(call('attr', 'divisions', '450981', 'tags')).toBe('city|border')
    expect(call('attrHas', 'divisions', '450981', 'tags', 'border')).toBe(true)
    expect(call('attrHas', 'divisions', '450900', 'tags', 'border')).toBe(false)
    expect(call('attrHas', 'divisions', '450900', 'level', '2')).toBe(true)
  })

  test('of abolished places lead to what they are today', () => {
    expect([call('abolished', '452526'), call('abolished', '450981')]).toEqual([true, false])
    expect([call('nowName', '452526'), call('nowName', '450981')]).toEqual(['广西壮族自治区 玉林市 北流市', ''])
  })

  test('of a table that is not loaded raise no alarm', () => {
    expect([call('known', 'later', '1'), call('selectable', 'later', '1')]).toEqual([true, true])
    expect(call('attrHas', 'later', '1', 'a', 'b')).toBe(true)
    expect([call('isGroup', 'later', '1'), call('nameOf', 'later', '1'), call('attr', 'later', '1', 'a')]).toEqual([
      false,
      '',
      '',
    ])
  })
})
