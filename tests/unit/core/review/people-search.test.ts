import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { personNameKey } from '#core/review/identity.ts'
import { makePeopleIndex, type PeopleFilter } from '#core/review/people-index.ts'
import { aCaseRow } from '#tests/support/case-rows.ts'

type Row = ReturnType<typeof aCaseRow>

// Few different parts, so that much is found; among them what stands between two people, and one outside the BMP.
const part = fc.constantFrom('韦', '小', '莉', '𬱖', '·', '•', 'a', 'wei', '|', "'", ' ', '\n', '4525', 'X')
const text = fc.array(part, { maxLength: 3 }).map((parts) => parts.join(''))
const person = fc.record({
  at: fc.nat({ max: 30 }),
  name: text,
  idNumber: text,
  state: fc.constantFrom('received', 'passed', 'returned'),
  employer: fc.constantFrom('一中', '二中'),
  rules: fc.constantFrom([], ['B12'], ['B12', 'T07']),
})
const spellings: Readonly<Record<string, string>> = { 韦: 'wei', 小: 'xiao', 莉: 'li' }
const spell = (name: string): readonly string[] => [...name].flatMap((character) => spellings[character] ?? [])

function soundOf({ name }: Row): string {
  const syllables = spell(name)
  return `|${syllables.join('')}|${syllables.map(([first]) => first).join('')}|`
}

/** The search person by person, as it is written down. */
function plainly(row: Row, { text: given, state, unit, rule }: PeopleFilter): boolean {
  const folded = given.normalize('NFKC').trim()
  const letters = folded.toLowerCase().replace(/['’\s]+/g, '')
  const found =
    folded === '' ||
    row.name.includes(personNameKey(folded)) ||
    row.idNumber.includes(folded.toUpperCase()) ||
    (/^[a-z]+$/.test(letters) && soundOf(row).includes(`|${letters}`))
  return (
    found &&
    (state === '' || row.state === state) &&
    (unit === '' || row.employer === unit) &&
    (rule === '' || row.rules.includes(rule))
  )
}

test('finds a name however its dots and spaces are typed, as names are kept', () => {
  const index = makePeopleIndex<Row>(spell)
  index.put([aCaseRow({ name: personNameKey('阿依古丽•买 买提'), caseId: 'id:1', key: '1' })])
  const found = (typed: string) =>
    index.list({ text: typed, state: '', unit: '', rule: '', sheet: '' }).map(({ key }) => key)
  for (const typed of [
    '阿依古丽·买买提',
    '阿依古丽•买买提',
    '阿依古丽 · 买买提',
    '古丽・买',
    '･',
    '阿依古丽　·买 买提',
  ])
    expect(found(typed)).toEqual(['1'])
  expect(found('阿依买买提')).toEqual([])
})

test('finds exactly those whom a look at each person finds, whatever was put in before and between', () => {
  const filter = fc.record({
    text,
    state: fc.constantFrom('', 'passed'),
    unit: fc.constantFrom('', '一中'),
    rule: fc.constantFrom('', 'T07'),
  })
  const steps = fc.array(fc.tuple(fc.array(person, { maxLength: 12 }), filter), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(steps, (given) => {
      const index = makePeopleIndex<Row>(spell)
      for (const [people, { text: looked, state, unit, rule }] of given) {
        const rows = people.map(({ at, rules, ...row }) =>
          aCaseRow({ ...row, rules: [...rules], caseId: `id:${at}`, key: `${at}` }),
        )
        index.put(rows)
        const asked: PeopleFilter = { text: looked, state, unit, rule, sheet: '' }
        expect(index.list(asked)).toEqual(index.rows().filter((row) => plainly(row, asked)))
      }
    }),
    { numRuns: 300 },
  )
})
