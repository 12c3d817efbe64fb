import { describe, expect, test } from 'vitest'
import type { ReviewStep } from '#core/review/review-event.ts'
import { slipInForce } from '#core/review/slip-in-force.ts'
import { aTrail, arrivalOf } from '#tests/support/review-events.ts'

const returnedBy = (slip: string, letter = 'a'): ReviewStep => ({
  kind: 'returned',
  digest: letter.repeat(64),
  slip,
  comments: 1,
})
const reopened: ReviewStep = { kind: 'reopened', reason: '看错了人' }
const afterReturn = (...since: readonly ReviewStep[]): string | undefined =>
  slipInForce(aTrail([arrivalOf('a', 1), returnedBy('first'), ...since]))

describe('the return slip by which a case stands returned', () => {
  test('is the one of its return, and of the last where there are two', () => {
    expect(slipInForce(aTrail([arrivalOf('a', 1)]))).toBeUndefined()
    expect(afterReturn()).toBe('first')
    expect(afterReturn(reopened, returnedBy('second'))).toBe('second')
  })

  test('stays when the same file comes again', () => {
    expect(afterReturn({ ...arrivalOf('a', 1), unit: '横县农业局' })).toBe('first')
  })

  test.each<readonly [string, readonly ReviewStep[]]>([
    ['was taken back', [reopened]],
    ['was taken back and passed', [reopened, { kind: 'passed', digest: 'a'.repeat(64) }]],
    ['was answered by a newer one', [arrivalOf('b', 2)]],
    ['was followed by setting the person aside', [{ kind: 'setAside', reason: '在别的单位' }]],
  ])('is none once the return %s', (_, since) => {
    expect(afterReturn(...since)).toBeUndefined()
  })
})
