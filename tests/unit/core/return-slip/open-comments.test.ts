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
})
