import { describe, expect, test } from 'vitest'
import { areSimilarUnitNames, makeNameGroups, unitNameKey } from '#core/review/unit-names.ts'

function similarUnitNames(people: ReadonlyMap<string, number>) {
  const made = makeNameGroups(people)
  while (made.next());
  return made.groups()
}

describe('unit names', () => {
  test('have one key for widths, spaces, brackets and the prefix of the region', () => {
    const spellings = ['广西壮族自治区人民医院（东院）', '广西人民医院(东院)', ' 人民医院 东院']
    expect(new Set(spellings.map(unitNameKey)).size).toBe(1)
    expect(unitNameKey('广西')).not.toBe('')
  })

  test('are similar when one character slipped, and never when a number differs', () => {
    expect(areSimilarUnitNames('北流市第一中学', '北流市第一中 学')).toBe(true)
    expect(areSimilarUnitNames('北流市新圩镇中学', '北流市新墟镇中学')).toBe(true)
    expect(areSimilarUnitNames('北流市新圩中学', '北流市新中圩学')).toBe(true)
    expect(areSimilarUnitNames('北流市第一中学', '北流市第二中学')).toBe(false)
    expect(areSimilarUnitNames('北流市城南中学', '北流市城北中学')).toBe(false)
    expect(areSimilarUnitNames('北流市新圩镇小学', '北流市新圩镇中学')).toBe(false)
    expect(areSimilarUnitNames('广西建工集团公司', '广西建工集团分公司')).toBe(false)
    expect(areSimilarUnitNames('市中学', '县中学')).toBe(false)
    expect(areSimilarUnitNames('北流市第一中学', '玉林市高级中学')).toBe(false)
  })

  test.each([
    ['南宁市第三中学', '第三中学'],
    ['合浦县第四中学', '北海市合浦县第四中学'],
    ['合浦县第四中学', '广西合浦县第四中学'],
    ['广西合浦县第四中学', '北海市合浦县第四中学'],
    ['三江侗族自治县第一中学', '第一中学'],
    ['广西建工集团有限公司', '广西建工集团有限责任公司'],
  ])('are similar when divisions before them or 责任 alone differ: %s, %s', (a, b) => {
    expect([areSimilarUnitNames(a, b), areSimilarUnitNames(b, a)]).toEqual([true, true])
  })

  test.each([
    ['南宁市第三中学', '柳州市第三中学'],
    ['第三中学', '南宁市第四中学'],
    ['广西壮族自治区人民医院', '南宁市人民医院'],
    ['广西人民医院', '柳州市人民医院'],
    ['南宁市教育局', '教育局'],
    ['城市建设投资集团', '建设投资集团'],
    ['南湖社区卫生服务中心', '卫生服务中心'],
    ['南宁市青秀区第三中学', '南宁市第三中学'],
  ])('are not similar when they are of other places: %s, %s', (a, b) => {
    expect([areSimilarUnitNames(a, b), areSimilarUnitNames(b, a)]).toEqual([false, false])
  })

  test('of two cities are in no group together, though a third fits both', () => {
    const people = new Map([
      ['第三中学', 9],
      ['南宁市第三中学', 5],
      ['柳州市第三中学', 4],
    ])
    const [group, ...more] = similarUnitNames(people)
    expect(group?.names.map(({ name }) => name)).toEqual(['第三中学', '南宁市第三中学'])
    expect(more).toEqual([])
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
