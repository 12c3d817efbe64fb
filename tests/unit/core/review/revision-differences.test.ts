import { expect, test } from 'vitest'
import { isOtherOrder, revisionDifferences } from '#core/review/revision-differences.ts'
import { aPerson } from '#tests/support/people.ts'

const first = { titleName: '讲师', issueDate: '2006-12', titleLevel: '3', certificateNumber: 'B0612345' }
const second = { titleName: '副教授', issueDate: '2014-12', titleLevel: '2', certificateNumber: 'B1412345' }
const third = { titleName: '教授', issueDate: '2020-12', titleLevel: '1', certificateNumber: 'B2012345' }
const told = (...[here, there]: Parameters<typeof revisionDifferences>) =>
  revisionDifferences(here, there).map(({ here: at, there: to, field }) => [at, to, field])

test('a row that was put in front is one line, and no value of it goes into the row behind it', () => {
  expect(told(aPerson({ titles: [first] }), aPerson({ titles: [second, first] }))).toEqual([[undefined, 0, undefined]])
  expect(told(aPerson({ titles: [second, first] }), aPerson({ titles: [first] }))).toEqual([[0, undefined, undefined]])
})

test('also where the row behind it was changed, and where another came in its place', () => {
  const mended = { ...first, certificateNumber: 'B0654321' }
  const there = aPerson({ titles: [second, mended, third] })
  expect(revisionDifferences(aPerson({ titles: [first, third] }), there)).toEqual([
    {
      key: 'titles[0]~[1].certificateNumber',
      sheet: 'titles',
      here: 0,
      there: 1,
      field: 'certificateNumber',
      before: 'B0612345',
      after: 'B0654321',
    },
    { key: 'titles[]~[0]', sheet: 'titles', there: 0, after: second },
  ])
  expect(told(aPerson({ titles: [first] }), aPerson({ titles: [second] }))).toEqual([
    [0, undefined, undefined],
    [undefined, 0, undefined],
  ])
})

test('entries that only changed places are no difference, and are told as another order', () => {
  const [here, there] = [aPerson({ titles: [first, second] }), aPerson({ titles: [second, first] })]
  expect(revisionDifferences(here, there)).toEqual([])
  expect(isOtherOrder(here, there)).toBe(true)
  expect(isOtherOrder(here, aPerson({ titles: [first, second] }))).toBe(false)
})

test('a field of the basic sheet stands by itself, and one that is blank is as one that is not there', () => {
  const { email: _email, ...basic } = aPerson().basic
  const [gone] = revisionDifferences(aPerson(), aPerson({ basic }))
  expect(gone).toMatchObject({ sheet: 'basic', field: 'email', before: 'weixiao@example.com' })
  expect(revisionDifferences(aPerson({ basic }), aPerson({ basic: { ...basic, email: '' } }))).toEqual([])
  expect(told(aPerson({ awards: [{ awardName: '先进' }] }), aPerson({ awards: [{ awardName: '模范' }] }))).toEqual([
    [0, 0, 'awardName'],
  ])
})
