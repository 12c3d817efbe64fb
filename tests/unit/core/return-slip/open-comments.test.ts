import { describe, expect, test } from 'vitest'
import { openComments } from '#core/return-slip/open-comments.ts'
import { aPerson } from '#tests/support/people.ts'
import { aReturnSlipContent } from '#tests/support/units.ts'

const { comments } = aReturnSlipContent()
const positions = (answered: readonly number[], now = aPerson()) =>
  openComments(comments, answered, aPerson(), now).map(({ position }) => position)

describe('openComments', () => {
  test('keeps a comment open until a word or another value answers it', () => {
    const submitted = aPerson()
    expect(positions([])).toEqual([0, 1])
    expect(positions([1])).toEqual([0])
    expect(positions([], { ...submitted, basic: { ...submitted.basic, mobile: '13900000000' } })).toEqual([1])
  })

  test('follows a comment on a row or a whole sheet', () => {
    const ofSheet = [{ path: 'titles', reason: 'missing', text: '' } as const]
    const ofRow = [{ path: 'education[1]', reason: 'other', text: '' } as const]
    const before = aPerson()
    expect(openComments(ofSheet, [], before, before)).toHaveLength(1)
    expect(openComments(ofSheet, [], before, { ...before, titles: [{}] })).toHaveLength(0)
    expect(openComments(ofRow, [], before, before)).toHaveLength(1)
    expect(openComments(ofRow, [], before, { ...before, education: before.education.slice(0, 1) })).toHaveLength(0)
  })

  test('goes along with a row when others come and go, and ends with it', () => {
    const submitted = aPerson({ titles: [{ certificateNumber: '甲' }, { certificateNumber: '乙' }] })
    const [first = {}, second = {}] = submitted.titles
    const ofSecond = [{ path: 'titles[1].certificateNumber', reason: 'other', text: '' } as const]
    const placesIn = (titles: typeof submitted.titles) =>
      openComments(ofSecond, [], submitted, { ...submitted, titles }).map(({ path }) => path)
    expect(placesIn([second])).toEqual(['titles[0].certificateNumber'])
    expect(placesIn([first, first, second])).toEqual(['titles[2].certificateNumber'])
    expect(placesIn([first])).toEqual([])
    expect(placesIn([first, { certificateNumber: '丙' }])).toEqual([])
  })

  test('is not answered by the order in which a row was typed', () => {
    const [row = {}] = aPerson().education
    const typed = Object.fromEntries(Object.entries(row).toReversed())
    const submitted = aPerson({ education: [row] })
    const ofRow = [{ path: 'education[0]', reason: 'other', text: '' } as const]
    expect(openComments(ofRow, [], submitted, { ...submitted, education: [typed] })).toHaveLength(1)
  })
})
