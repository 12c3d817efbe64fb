import { expect, test } from 'vitest'
import { compareRecords } from '#core/record/compare-records.ts'
import { aPerson } from '#tests/support/people.ts'

const job = (place: string, duty = '教师') => ({ place, duty })

test('a row is told by its place on each side, however the rows were laid beside each other', () => {
  const mine = aPerson({ education: [job('甲'), job('乙'), job('丙'), job('丁')] })
  const theirs = aPerson({ education: [job('戊'), job('甲'), job('乙', '校长'), job('丙')] })
  const places = compareRecords(mine, theirs).map(({ field, mineRow, theirsRow }) => ({ field, mineRow, theirsRow }))
  expect(places).toEqual([
    { field: undefined, mineRow: undefined, theirsRow: 0 },
    { field: 'duty', mineRow: 1, theirsRow: 2 },
    { field: undefined, mineRow: 3, theirsRow: undefined },
  ])
})
