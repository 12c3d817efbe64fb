import { describe, expect, test } from 'vitest'
import { makeSpellName } from '#core/characters/name-sounds.ts'
import { makePeopleIndex, type PeopleFilter } from '#core/review/people-index.ts'
import { compileNameSounds } from '#core/scheme/compile/name-sounds.ts'
import { aCaseRow } from '#tests/support/case-rows.ts'

const spell = makeSpellName(compileNameSounds())
const everybody: PeopleFilter = { state: '', text: '', unit: '', rule: '', sheet: '' }
const names = (rows: readonly { readonly name: string }[]): readonly string[] => rows.map(({ name }) => name)

function anIndex(people: readonly string[]) {
  const index = makePeopleIndex<ReturnType<typeof aCaseRow>>(spell)
  index.put(people.map((name, at) => aCaseRow({ caseId: `id:${at}`, key: `${at}`, name })))
  return index
}

describe('the list of people', () => {
  test('is sorted by pinyin, whatever the order it came in', () => {
    const index = anIndex(['韦晓莉', '覃明珠', '陆秋燕'])
    index.put([
      aCaseRow({ caseId: 'id:9', key: '9', name: '马小云' }),
      aCaseRow({ caseId: 'id:8', key: '8', name: '单小云' }),
    ])
    expect(names(index.rows())).toEqual(['陆秋燕', '马小云', '覃明珠', '单小云', '韦晓莉'])
  })

  test('finds by characters, number, pinyin and initials, in any case and width', () => {
    const index = anIndex(['韦晓莉', '覃明珠', '仇英'])
    index.put([aCaseRow({ caseId: 'id:x', key: 'x', name: '韦晓𬱖', idNumber: '45252619790418262X' })])
    const found = (text: string) => names(index.list({ ...everybody, text }))
    expect(found('晓')).toEqual(['韦晓𬱖', '韦晓莉'])
    expect(found('𬱖')).toEqual(['韦晓𬱖'])
    expect(found('262x')).toEqual(['韦晓𬱖'])
    expect(found('qinming')).toEqual(['覃明珠'])
    expect(found('qin ming')).toEqual(['覃明珠'])
    expect(found('ＷＸＬ')).toEqual(['韦晓莉'])
    expect(found('qiu')).toEqual(['仇英'])
    expect(found('没有')).toEqual([])
  })

  test('filters by state, unit, rule and sheet together, and counts follow every change', () => {
    const index = anIndex([])
    const row = aCaseRow({ caseId: 'id:1', key: '1', employer: '一中', rules: ['B12'], sheets: ['basic'] })
    index.put([row, aCaseRow({ caseId: 'id:2', key: '2', employer: '二中' })])
    expect(index.list({ ...everybody, unit: '一中', rule: 'B12', sheet: 'basic', state: 'received' })).toEqual([row])
    expect(index.counts.rules.get('B12')).toBe(1)
    index.put([{ ...row, state: 'passed', rules: [], sheets: [] }])
    expect(index.list({ ...everybody, rule: 'B12' })).toEqual([])
    expect(index.counts.rules.has('B12')).toBe(false)
    expect(index.counts.states.get('passed')).toBe(1)
    expect(index.counts.states.get('received')).toBe(1)
    expect(index.size()).toBe(2)
  })

  test.each([
    ['state', { state: 'passed' }],
    ['unit', { unit: '二中' }],
    ['rule', { rule: 'B31' }],
    ['sheet', { sheet: 'titles' }],
  ] as const)('filters by each condition alone: %s', (alone, filter) => {
    const index = anIndex([])
    const usual = { employer: '一中', rules: ['B12'], sheets: ['basic'] }
    // Each differs from the first in one thing only.
    index.put([
      aCaseRow({ caseId: 'id:1', key: 'none', ...usual }),
      aCaseRow({ caseId: 'id:2', key: 'state', ...usual, state: 'passed' }),
      aCaseRow({ caseId: 'id:3', key: 'unit', ...usual, employer: '二中' }),
      aCaseRow({ caseId: 'id:4', key: 'rule', ...usual, rules: ['B31'] }),
      aCaseRow({ caseId: 'id:5', key: 'sheet', ...usual, sheets: ['titles'] }),
    ])
    expect(index.list({ ...everybody, ...filter }).map(({ key }) => key)).toEqual([alone])
  })

  test('counts by which rules people were checked, and who passed with errors by those in use', () => {
    const index = anIndex([])
    const [earlier, now] = ['2012.1 aaaaaaaaaaaa', '2012.2 bbbbbbbbbbbb']
    const row = aCaseRow({ caseId: 'id:1', key: '1', state: 'passed', checkedBy: earlier })
    index.put([row, aCaseRow({ caseId: 'id:2', key: '2', errors: 1 })])
    expect([index.counts.checkedBy.get(earlier), index.counts.checkedBy.get(now)]).toEqual([1, undefined])
    expect(index.counts.passedInError()).toBe(0)
    index.put([{ ...row, checkedBy: now, errors: 2 }])
    expect([index.counts.checkedBy.get(earlier), index.counts.checkedBy.get(now)]).toEqual([undefined, 1])
    expect(index.counts.passedInError()).toBe(1)
    index.put([{ ...row, checkedBy: now, errors: 2, state: 'checking' }])
    expect(index.counts.passedInError()).toBe(0)
  })

  test('keeps a person in place when the name is corrected, and knows namesakes by name and birth date', () => {
    const index = anIndex(['陆秋燕', '韦晓莉'])
    const known = index.byCaseId('id:0')
    if (!known) throw new Error('listed')
    index.put([{ ...known, name: '韦秋燕' }])
    expect(names(index.rows())).toEqual(['韦秋燕', '韦晓莉'])
    expect(names(index.namesakesOf({ ...known, name: '韦秋燕' }))).toEqual(['韦秋燕'])
    expect(index.namesakesOf(known)).toEqual([])
  })

  test('knows the case that got an ID number by a correction, as long as it has it', () => {
    const index = anIndex([])
    const row = aCaseRow({ caseId: 'id:WRONG', key: '1', idNumber: 'WRONG' })
    const renumbered = () => [...index.renumberedTo('RIGHT')]
    index.put([row, aCaseRow({ caseId: 'id:RIGHT', key: '2', idNumber: 'RIGHT' })])
    expect(renumbered()).toEqual([])
    index.put([{ ...row, idNumber: 'RIGHT' }])
    index.put([{ ...row, idNumber: 'RIGHT', state: 'passed' }])
    expect(renumbered()).toEqual(['id:WRONG'])
    index.put([row])
    expect(renumbered()).toEqual([])
  })

  test('finds a corrected name by its new sound, at the place it had', () => {
    const index = anIndex(['韦晓莉', '陆秋燕'])
    const found = (text: string) => names(index.list({ ...everybody, text }))
    expect(found('weixiaoli')).toEqual(['韦晓莉'])
    index.put([aCaseRow({ caseId: 'id:0', key: '0', name: '覃晓莉' })])
    expect([found('qinxiaoli'), found('qxl'), found('weixiaoli')]).toEqual([['覃晓莉'], ['覃晓莉'], []])
    expect(names(index.rows())).toEqual(['陆秋燕', '覃晓莉'])
  })
})

describe('what only a unit can see', () => {
  const filterOf = (rule: string) => ({ state: '', text: '', unit: '', rule, sheet: '' }) as const

  test('B53: people of one unit who share a mobile are found and counted, whoever is set aside is not', () => {
    const index = makePeopleIndex<ReturnType<typeof aCaseRow>>(() => [])
    const aPersonWith = (key: string, changes: Parameters<typeof aCaseRow>[0]) =>
      aCaseRow({ caseId: `id:${key}`, key, name: key, ...changes })
    index.put([
      aPersonWith('1', { mobile: '13800000001' }),
      aPersonWith('2', { mobile: '13800000001' }),
      aPersonWith('3', { mobile: '13800000001', employer: '别的单位' }),
      aPersonWith('4', { mobile: '13800000004' }),
      aPersonWith('5', {}),
      aPersonWith('6', {}),
    ])
    expect(index.mobiles.count()).toBe(2)
    expect(index.list(filterOf('B53')).map(({ key }) => key)).toEqual(['1', '2'])
    const [one] = index.list(filterOf('B53'))
    expect(one && index.mobiles.other(one)?.name).toBe('2')
    index.put([aPersonWith('2', { mobile: '13800000001', state: 'setAside' })])
    expect(index.mobiles.count()).toBe(0)
    index.put([aPersonWith('2', { mobile: '13800000004' })])
    expect(index.list(filterOf('B53')).map(({ key }) => key)).toEqual(['2', '4'])
  })

  test('B32 and B33: by what the register says of the name', () => {
    const index = makePeopleIndex<ReturnType<typeof aCaseRow>>(() => [])
    index.put([aCaseRow({ caseId: 'id:1', key: '1', employer: '北流一中' }), aCaseRow({ caseId: 'id:2', key: '2' })])
    const nameRule = (name: string) => (name === '北流一中' ? 'B33' : undefined)
    expect(index.list(filterOf('B33'), nameRule).map(({ key }) => key)).toEqual(['1'])
    expect(index.list(filterOf('B32'), nameRule)).toEqual([])
  })
})
