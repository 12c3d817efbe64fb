import { describe, expect, test } from 'vitest'
import { areSimilarUnitNames, similarUnitNames, unitNameKey } from '#core/review/unit-names.ts'

describe('unit names', () => {
  test('have one key for widths, spaces, brackets and the prefix of the region', () => {
    const spellings = ['广西壮族自治区人民医院（东院）', '广西人民医院(东院)', ' 人民医院 东院']
    expect(new Set(spellings.map(unitNameKey)).size).toBe(1)
    expect(unitNameKey('广西')).not.toBe('')
  })

  test('are similar when one character slipped, and never when a number differs', () => {
    expect(areSimilarUnitNames('北流市第一中学', '北流市第一中 学')).toBe(true)
    expect(areSimilarUnitNames('北流市新圩镇中学', '北流市新墟镇中学')).toBe(true)
    expect(areSimilarUnitNames('北流市第一中学', '北流市第二中学')).toBe(false)
    expect(areSimilarUnitNames('市中学', '县中学')).toBe(false)
    expect(areSimilarUnitNames('北流市第一中学', '玉林市高级中学')).toBe(false)
  })

  test('are grouped under the commonest spelling', () => {
    const groups = similarUnitNames(
      new Map([
        ['北流市第一中 学', 2],
        ['北流市第一中学', 40],
        ['北流市第二中学', 30],
      ]),
    )
    expect(groups).toEqual([
      {
        names: [
          { name: '北流市第一中学', people: 40 },
          { name: '北流市第一中 学', people: 2 },
        ],
      },
    ])
  })
})
