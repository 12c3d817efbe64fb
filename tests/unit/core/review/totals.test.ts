import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ageOn, countPeople, type Dimension } from '#core/review/totals.ts'
import { aPerson } from '#tests/support/people.ts'

const level: Dimension = { by: 'field', sheet: 'titles', field: 'titleLevel' }
const series: Dimension = { by: 'field', sheet: 'titles', field: 'titleSeries', row: 'any' }
const gender: Dimension = { by: 'field', sheet: 'basic', field: 'gender' }
const titled = (...levels: readonly string[]) => aPerson({ titles: levels.map((titleLevel) => ({ titleLevel })) })

describe('totals', () => {
  test('count a person under the highest title', () => {
    const { rows, people } = countPeople([titled('3', '2', '4'), titled('3'), titled()], level)
    expect([...rows]).toEqual([
      ['2', 1],
      ['3', 1],
      ['', 1],
    ])
    expect(people).toBe(3)
  })

  test('count a person once for each different value when any row counts', () => {
    const person = aPerson({ titles: [{ titleSeries: '01' }, { titleSeries: '01' }, { titleSeries: '02' }] })
    expect(countPeople([person], series).rows).toEqual(
      new Map([
        ['01', 1],
        ['02', 1],
      ]),
    )
  })

  test('know the age of the day before and of the birthday', () => {
    expect(ageOn('1979-04-18', '2026-04-17')).toBe(46)
    expect(ageOn('1979-04-18', '2026-04-18')).toBe(47)
    expect(ageOn('1979-04', '2026-04-18')).toBeUndefined()
    const ages: Dimension = { by: 'age', on: '2026-11-24' }
    expect([...countPeople([aPerson()], ages).rows.keys()]).toEqual(['46–50岁'])
  })

  test('of two dimensions add up to each of them', () => {
    const people = array(constantFrom(titled('1'), titled('2', '3'), titled('5'), titled()), { maxLength: 40 })
    assert(
      property(people, (records) => {
        const { rows, columns, cells } = countPeople(records, level, gender)
        const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0)
        for (const [row, line] of cells) expect(sum(line.values())).toBe(rows.get(row))
        expect(sum(rows.values())).toBe(records.length)
        expect(sum(columns.values())).toBe(records.length)
      }),
    )
  })
})
