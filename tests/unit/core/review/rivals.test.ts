import { expect, test } from 'vitest'
import { classifyArrival } from '#core/review/classify-arrival.ts'
import { caseOf, rivalsOf } from '#core/review/review-case.ts'
import type { ReviewStep } from '#core/review/review-event.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'

function standingAfter(steps: readonly ReviewStep[]) {
  const standing = caseOf(aTrail(steps))
  if (!standing.ok) throw new Error(standing.error.code)
  return standing.value
}
const digestsOf = (steps: readonly ReviewStep[]) => rivalsOf(standingAfter(steps)).map(({ digest }) => digest[0])

test('two contents of one revision are told of, in whichever order they come (M02)', () => {
  expect(digestsOf([arrivalOf('a', 1), arrivalOf('b', 1)])).toEqual(['a'])
  expect(digestsOf([arrivalOf('b', 1), arrivalOf('a', 1)])).toEqual(['a'])
  const standing = standingAfter([arrivalOf('b', 1)])
  expect(classifyArrival(standing, arrivalOf('a', 1))).toMatchObject({ kind: 'older', hasRival: true })
  expect(classifyArrival(standing, arrivalOf('c', 1))).toMatchObject({ kind: 'newer', hasRival: true })
})

test('a newer revision, the same file again and what a unit corrected in it are no rivals', () => {
  expect(digestsOf([arrivalOf('a', 1), arrivalOf('b', 1), arrivalOf('c', 2)])).toEqual([])
  expect(digestsOf([arrivalOf('a', 1), { ...arrivalOf('a', 1), unit: '第一中学' }])).toEqual([])
  expect(digestsOf([arrivalOf('a', 1), { ...arrivalOf('b', 1), corrections: 1 }])).toEqual([])
  const standing = standingAfter([arrivalOf('a', 1)])
  expect(classifyArrival(standing, arrivalOf('a', 1)).hasRival).toBe(false)
  expect(classifyArrival(standing, arrivalOf('b', 2)).hasRival).toBe(false)
})

test('what was corrected here still has its rival', () => {
  const changes = [{ path: 'basic.mobile', before: '1', after: '2', reason: '与原件一致' }]
  const correction: ReviewStep = { kind: 'corrected', digest: 'c'.repeat(64), from: 'b'.repeat(64), changes }
  expect(digestsOf([arrivalOf('a', 1), arrivalOf('b', 1), correction])).toEqual(['a'])
})
