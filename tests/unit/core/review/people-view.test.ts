import { array, assert, boolean, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CaseRow } from '#core/review/case-row.ts'
import { caseStates } from '#core/review/case-state.ts'
import {
  isSameView,
  type ListSort,
  listSorts,
  movedViews,
  type SavedView,
  sortPeople,
} from '#core/review/people-view.ts'
import { aCaseRow } from '#tests/support/case-rows.ts'

const aView = (changes: Partial<SavedView> = {}): SavedView => ({
  id: 'a',
  name: '未过',
  place: 0,
  filter: { state: 'received', text: '', unit: '', rule: '', sheet: '' },
  sort: { by: 'employer', isDescending: false },
  columns: ['idNumber', 'state'],
  ...changes,
})

describe('a view of the list', () => {
  test('is the same as another that shows the same under another name', () => {
    expect(isSameView(aView(), aView({ id: 'b', name: '别的', place: 3 }))).toBe(true)
    expect(isSameView(aView(), aView({ sort: { by: 'employer', isDescending: true } }))).toBe(false)
    expect(isSameView(aView(), aView({ columns: ['state', 'idNumber'] }))).toBe(false)
  })

  test('moves among the others, and stays where there is no place beyond', () => {
    const views = ['a', 'b', 'c'].map((id, place) => aView({ id, place }))
    const order = (id: string, by: number) => movedViews(views, id, by).map((view) => `${view.id}${view.place}`)
    expect(order('c', -1)).toEqual(['a0', 'c1', 'b2'])
    expect(order('a', 1)).toEqual(['b0', 'a1', 'c2'])
    expect(order('a', -1)).toEqual(['a0', 'b1', 'c2'])
  })

  test('has everybody once, in its order, those alike in the order of their names', () => {
    const row = record({
      idNumber: constantFrom('1', '2', '10', ''),
      birthDate: constantFrom('1979-04-18', '1999-01-01', ''),
      employer: constantFrom('甲', '乙', '丙'),
      errors: integer({ min: 0, max: 3 }),
      warnings: integer({ min: 0, max: 3 }),
      changedAt: constantFrom(1, 1_795_000_000_000, 1_795_000_000_001),
      state: constantFrom(...caseStates),
    })
    const value = (of: CaseRow, by: ListSort['by']): string | number => {
      if (by === 'findings') return of.errors * 1000 + of.warnings
      // By the sound: 丙 bǐng, 甲 jiǎ, 乙 yǐ.
      if (by === 'employer') return '丙甲乙'.indexOf(of.employer)
      return by === 'state' ? caseStates.indexOf(of.state) : of[by]
    }
    const sorts = constantFrom(...listSorts.filter((by) => by !== 'name'))
    assert(
      property(array(row, { maxLength: 40 }), sorts, boolean(), (facts, by, isDescending) => {
        const people = facts.map((fact, at) => aCaseRow({ ...fact, caseId: String(at) }))
        const sorted = sortPeople(people, { by, isDescending })
        expect(new Set(sorted).size).toBe(people.length)
        for (const [at, after] of sorted.entries()) {
          const before = sorted[at - 1]
          if (!before) continue
          const [a, b] = [value(before, by), value(after, by)]
          const isInOrder = a === b ? Number(before.caseId) < Number(after.caseId) : a < b !== isDescending
          expect(isInOrder).toBe(true)
        }
      }),
    )
  })

  test('puts a unit that comes later in its place among those known before', () => {
    const named = (...employers: readonly string[]) =>
      sortPeople(
        employers.map((employer, at) => aCaseRow({ employer, caseId: String(at) })),
        { by: 'employer', isDescending: false },
      ).map(({ employer }) => employer)
    expect(named('乙校', '丙校')).toEqual(['丙校', '乙校'])
    expect(named('乙校', '甲校', '丙校', '甲校')).toEqual(['丙校', '甲校', '甲校', '乙校'])
    expect(named('乙校', '丙校')).toEqual(['丙校', '乙校'])
  })
})
