import { array, assert, constantFrom, nat, option, property, record, subarray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PersonRecord } from '#core/record/record.ts'
import { ageGroupOf, ageOn, cityOf, dimensionsOf } from '#core/review/dimension.ts'
import { fieldValue } from '#core/review/field-value.ts'
import { makePeopleColumns } from '#core/review/people-columns.ts'
import { type Counted, type TotalsQuery, totalsTable } from '#core/review/totals.ts'
import { aPerson } from '#tests/support/people.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const realScheme = (await realCodes()).bundle.scheme
const on = '2026-11-26'
const titled = (...levels: readonly string[]) => aPerson({ titles: levels.map((titleLevel) => ({ titleLevel })) })
const counts = (counted: readonly Counted[]) =>
  Object.fromEntries(counted.filter(({ people }) => people > 0).map(({ value, people }) => [value, people]))

function columnsOf(people: readonly PersonRecord[], states: readonly string[] = []) {
  const columns = makePeopleColumns(realScheme)
  for (const [slot, person] of people.entries()) {
    columns.put(slot, person)
    columns.setState(slot, states[slot] ?? 'received')
  }
  return { columns, everybody: Uint32Array.from(people.keys()) }
}

function countBy(people: readonly PersonRecord[], query: Omit<TotalsQuery, 'on'>) {
  const { columns, everybody } = columnsOf(people)
  return columns.count(everybody, { ...query, on })
}

/** The values a person is counted under, straight from the record. */
function valuesOf(person: PersonRecord, name: string): readonly string[] {
  const dimension = dimensionsOf(realScheme).find((each) => each.name === name)
  if (!dimension?.place) return ['received']
  const values = fieldValue(person, dimension.place)
  if (dimension.group === 'age') return values.map((value) => ageGroupOf(value, on))
  return dimension.group === 'city' ? [...new Set(values.map(cityOf))] : values
}

/** As it comes back from the disk. */
const fromDisk = <T>(value: T): T => JSON.parse(JSON.stringify(value))

describe('totals', () => {
  test('count a person under the highest title', () => {
    const { rows, people } = countBy([titled('3', '2', '4'), titled('3'), titled()], { row: 'titles.titleLevel' })
    expect(counts(rows)).toEqual({ '2': 1, '3': 1, '': 1 })
    expect(people).toBe(3)
  })

  test('count a person once for each different value when every row counts', () => {
    const person = aPerson({ titles: [{ titleSeries: '01' }, { titleSeries: '01' }, { titleSeries: '02' }] })
    expect(counts(countBy([person], { row: 'titles.titleSeries.any' }).rows)).toEqual({ '01': 1, '02': 1 })
  })

  test('count the highest degree by its own row', () => {
    const education = [
      { educationItem: '2', educationLevel: '21', degreeItem: '1', degree: '4' },
      { educationItem: '1', educationLevel: '31', degreeItem: '2', degree: '3' },
    ]
    const { rows, columns } = countBy([aPerson({ education })], {
      row: 'education.educationLevel',
      column: 'education.degree',
    })
    expect([counts(rows), counts(columns)]).toEqual([{ '21': 1 }, { '3': 1 }])
  })

  test('know the age of the day before and of the birthday', () => {
    expect(ageOn('1979-04-18', '2026-04-17')).toBe(46)
    expect(ageOn('1979-04-18', '2026-04-18')).toBe(47)
    expect(ageOn('1979-04', '2026-04-18')).toBeUndefined()
    expect(['1996-11-26', '1995-11-26', '1965-11-26', '1966-11-26'].map((born) => ageGroupOf(born, on))).toEqual([
      '0-30',
      '31-35',
      '61-',
      '56-60',
    ])
    expect(counts(countBy([aPerson()], { row: 'age' }).rows)).toEqual({ '46-50': 1 })
  })

  test('put counties of one city together', () => {
    const born = (birthPlace: string) => aPerson({ basic: { ...aPerson().basic, birthPlace } })
    const people = [born('450981'), born('450923'), born('450102')]
    expect(counts(countBy(people, { row: 'basic.birthPlace.city' }).rows)).toEqual({ '450900': 2, '450100': 1 })
  })

  test('follow a new revision and a step, and know nothing twice', () => {
    const { columns, everybody } = columnsOf([titled('3'), titled('4')])
    columns.put(0, titled('2'))
    columns.setState(0, 'passed')
    const { rows, columns: across } = columns.count(everybody, { row: 'titles.titleLevel', column: 'state', on })
    expect([counts(rows), counts(across)]).toEqual([
      { '2': 1, '4': 1 },
      { passed: 1, received: 1 },
    ])
  })

  test('hold more different values than a byte and than two have numbers for', () => {
    const columns = makePeopleColumns(realScheme)
    const many = 66_000
    const person = aPerson()
    for (let slot = 0; slot < many; slot += 1) {
      columns.put(slot, { ...person, basic: { ...person.basic, employer: `单位${slot}` } })
    }
    const slots = Uint32Array.from({ length: many }, (_, slot) => slot)
    const { rows, cells } = columns.count(slots, { row: 'basic.employer', column: 'basic.gender', on })
    expect(Object.keys(counts(rows))).toHaveLength(many)
    expect([...cells.values()].every((people) => people === 1)).toBe(true)
    const query = { row: 'basic.employer', on }
    for (const slot of [0, 255, 256, 65_535, 65_536, many - 1])
      expect([...columns.behind(slots, query, { row: `单位${slot}` })]).toEqual([slot])
  }, 60_000)

  test('from columns that were kept are those from the records, whoever is corrected, restored or asked for again', () => {
    const someone = record({
      levels: array(constantFrom('1', '2', '3'), { maxLength: 3 }),
      gender: option(constantFrom('1', '2'), { nil: '' }),
      employer: constantFrom('一中', '二中', ''),
    }).map(({ levels, ...basic }) => aPerson({ basic, titles: levels.map((titleLevel) => ({ titleLevel })) }))
    const block = array(someone, { minLength: 1, maxLength: 6 })
    // Who stands in which text of which block, one step after the other: the last word of each slot counts.
    const step = record({ block: nat({ max: 4 }), slot: nat({ max: 9 }), position: nat({ max: 5 }) })
    const names = dimensionsOf(realScheme).map(({ name }) => name)
    assert(
      property(array(block, { minLength: 5, maxLength: 5 }), array(step, { maxLength: 20 }), (blocks, steps) => {
        const [plain, kept] = [makePeopleColumns(realScheme), makePeopleColumns(realScheme)]
        const keptBlocks = blocks.map((people) => fromDisk(plain.columnsOf(people)))
        const seated = new Set<number>()
        for (const { block: at, slot, position } of steps) {
          const [people = [], columns = []] = [blocks[at], keptBlocks[at]]
          const place = position % people.length
          plain.put(slot, people[place] ?? aPerson())
          expect(kept.take(columns, { slots: Uint32Array.of(slot), positions: Uint32Array.of(place) })).toBe(true)
          seated.add(slot)
        }
        const slots = Uint32Array.from(seated)
        for (const row of names) {
          const [a, b] = [plain, kept].map((columns) => counts(columns.count(slots, { row, on }).rows))
          expect(b).toEqual(a)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('do not take in columns of another scheme', () => {
    const columns = makePeopleColumns(realScheme)
    const places = { slots: Uint32Array.of(0), positions: Uint32Array.of(0) }
    const kept = columns.columnsOf([aPerson()])
    expect(columns.take(kept.slice(1), places)).toBe(false)
    expect(columns.take([...kept.slice(1), ...kept.slice(0, 1)], places)).toBe(false)
    expect(columns.take(kept, places)).toBe(true)
  })

  test('of any two dimensions and any people are those counted one by one, and so are the people behind each', () => {
    const someone = record({
      levels: array(constantFrom('1', '2', '3'), { maxLength: 3 }),
      awards: subarray(['1', '2', '5']),
      gender: option(constantFrom('1', '2'), { nil: '' }),
      birthPlace: constantFrom('450981', '450923', '450102', ''),
      birthDate: constantFrom('1979-04-18', '1999-01-01', '1999-13', ''),
    }).map(({ levels, awards, ...basic }) =>
      aPerson({
        basic,
        titles: levels.map((titleLevel) => ({ titleLevel })),
        awards: awards.map((awardLevel) => ({ awardLevel })),
      }),
    )
    const names = ['titles.titleLevel', 'titles.titleLevel.any', 'awards.awardLevel.any', 'basic.gender', 'age']
    const name = constantFrom(...names, 'basic.birthPlace.city', 'basic.birthPlace', 'state')
    assert(
      property(array(someone, { maxLength: 30 }), name, name, (people, row, column) => {
        const { columns, everybody } = columnsOf(people)
        const totals = columns.count(everybody, { row, column, on })
        for (const [at, { value, people: inRow }] of totals.rows.entries()) {
          expect(people.filter((person) => valuesOf(person, row).includes(value))).toHaveLength(inRow)
          for (const [across, counted] of totals.columns.entries()) {
            const both = people.flatMap((person, slot) =>
              valuesOf(person, row).includes(value) && valuesOf(person, column).includes(counted.value) ? [slot] : [],
            )
            expect(totals.cells.get(at * totals.columns.length + across) ?? 0).toBe(both.length)
            const cell = { row: value, column: counted.value }
            expect([...columns.behind(everybody, { row, column, on }, cell)]).toEqual(both)
          }
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('a table of totals', () => {
  const speech = {
    nameOf: (name: string) => name,
    valueOf: (_: string, value: string) => value || '未填',
    compare: () => (a: Counted, b: Counted) => (a.value < b.value ? -1 : 1),
  }

  test('has its values in order, 未填 last, and nothing of nobody', () => {
    const { columns, everybody } = columnsOf([titled(), titled('3'), titled('2'), titled('2'), titled('9')])
    const query = { row: 'titles.titleLevel', column: 'state', on }
    columns.put(4, titled('3'))
    const table = totalsTable(columns.count(everybody, query), query, speech)
    expect(table.rows.map(({ label, people, cells }) => [label, people, ...cells])).toEqual([
      ['2', 2, 2],
      ['3', 2, 2],
      ['未填', 1, 1],
    ])
    expect(table.columns).toEqual([{ value: 'received', label: 'received', people: 5 }])
  })
})
