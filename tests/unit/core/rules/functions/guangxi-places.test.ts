import { describe, expect, test } from 'vitest'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import { guangxiPlaceFunctions } from '#core/rules/functions/guangxi-places.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const { tables } = await realCodes()
const named = guangxiPlaceFunctions.find(({ name }) => name === 'namesGuangxi')
const isNamed = (text: string, known: TableLookup = tables): unknown =>
  named && Reflect.apply(named.bind(known), undefined, [text])

describe('a place in Guangxi', () => {
  test.each([
    '广西壮族自治区人事厅',
    '桂职改办',
    '南宁市人事局',
    '南宁铁路局',
    '柳州铁路局职改办',
    '柳州地区人事局',
    '玉林地区职改领导小组',
    '合浦县职改办',
    '恭城瑶族自治县人事局',
    '恭城县人事局',
    '龙胜县人事局',
    '容县人事局',
    '北流市人事局',
  ])('is named by %s', (text) => {
    expect(isNamed(text)).toBe(true)
  })

  test.each([
    '深圳市人事局',
    '广州市人力资源和社会保障局',
    '广州市白云区人事局',
    '长沙市职称改革工作领导小组',
    '铁道部职称改革领导小组',
    '武汉铁路局职改办',
    '',
  ])('is not named by “%s”', (text) => {
    expect(isNamed(text)).toBe(false)
  })

  test('is taken as named while the tables are not there', () => {
    expect(isNamed('深圳市人事局', { table: () => undefined })).toBe(true)
  })
})
