import { array, assert, constantFrom, property, shuffledSubarray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { caseStates, stateAfter } from '#core/review/case-state.ts'
import { appendEvent, caseOf, type ReviewCase, untickedItems } from '#core/review/review-case.ts'
import { checklistItems, type ReviewStep } from '#core/review/review-event.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'

const digest = 'a'.repeat(64)
const other = 'b'.repeat(64)
const change = { path: 'basic.mobile', before: '1', after: '2', reason: '原件为准' }

function caseAfter(steps: readonly ReviewStep[]): ReviewCase {
  const told = caseOf(aTrail(steps))
  if (!told.ok) throw new Error(JSON.stringify(told.error))
  return told.value
}

describe('a case', () => {
  test('goes from received to reported', () => {
    const ticks = checklistItems.map((item) => ({ kind: 'ticked' as const, item, isTicked: true }))
    const standing = caseAfter([
      arrivalOf('a', 1),
      { kind: 'opened' },
      ...ticks,
      { kind: 'passed', digest },
      { kind: 'reported', digest, pack: 'c'.repeat(64) },
    ])
    expect(standing).toMatchObject({
      state: 'reported',
      standing: digest,
      reported: { pack: 'c'.repeat(64), above: digest },
    })
    expect(untickedItems(standing)).toEqual([])
  })

  test('goes back to received, unticked, when a newer revision comes', () => {
    const standing = caseAfter([
      arrivalOf('a', 1),
      { kind: 'ticked', item: 'phone', isTicked: true },
      { kind: 'returned', digest, slip: 's', comments: 1 },
      arrivalOf('b', 2),
    ])
    expect(standing).toMatchObject({ state: 'received', standing: other })
    expect(untickedItems(standing)).toHaveLength(checklistItems.length)
  })

  test('stays corrected and passed when another unit brings the very same file', () => {
    const standing = caseAfter([
      { ...arrivalOf('a', 1), unit: '第一中学' },
      { kind: 'corrected', digest: other, from: digest, changes: [change] },
      { kind: 'passed', digest: other },
      { ...arrivalOf('a', 1), unit: '第二中学' },
    ])
    expect(standing).toMatchObject({ state: 'passed', standing: other, disputed: ['第一中学', '第二中学'] })
  })

  test('keeps an older revision that comes late, and stays as it is', () => {
    const standing = caseAfter([arrivalOf('b', 2), { kind: 'passed', digest: other }, arrivalOf('a', 1)])
    expect(standing).toMatchObject({ state: 'passed', standing: other })
    expect(standing.revisions).toHaveLength(2)
  })

  test('stands on the correction of the unit, and keeps what it was made from', () => {
    const standing = caseAfter([
      arrivalOf('a', 1),
      { kind: 'corrected', digest: other, from: digest, changes: [change] },
      { kind: 'passed', digest: other },
    ])
    expect(standing).toMatchObject({ state: 'passed', standing: other, corrections: [{ from: digest, by: '黄采集' }] })
  })

  test('refuses steps about another payload than the one that counts', () => {
    const standing = caseAfter([arrivalOf('a', 1), arrivalOf('b', 2)])
    const next = (step: ReviewStep) => {
      const [event] = aTrail([step], standing.sequence + 1)
      return event && appendEvent(standing, event).ok
    }
    expect(next({ kind: 'passed', digest })).toBe(false)
    expect(next({ kind: 'passed', digest: other })).toBe(true)
    expect(next({ kind: 'chosen', digest: 'd'.repeat(64), reason: '' })).toBe(false)
    expect(next({ kind: 'corrected', digest: 'd'.repeat(64), from: digest, changes: [change] })).toBe(false)
    expect(next({ kind: 'reported', digest: 'd'.repeat(64), pack: digest })).toBe(false)
    expect(next({ kind: 'withdrawn', digest: 'd'.repeat(64), pack: digest })).toBe(false)
    const reported = { kind: 'reported', digest, pack: digest } as const
    expect(caseOf(aTrail([arrivalOf('a', 1), arrivalOf('b', 2), { kind: 'passed', digest: other }, reported])).ok).toBe(
      false,
    )
  })

  test('refuses a line that was written from an older state', () => {
    const [first, second] = aTrail([arrivalOf('a', 1), { kind: 'opened' }])
    if (!first || !second) throw new Error('two lines')
    const told = caseOf([first, { ...second, sequence: 1 }])
    expect(told).toMatchObject({ ok: false, error: { code: 'REVIEW_CONFLICT' } })
  })

  test('is the same in whatever order its submissions come', () => {
    const arrivals = [arrivalOf('a', 1), arrivalOf('b', 2), arrivalOf('c', 2), arrivalOf('d', 3)]
    assert(
      property(shuffledSubarray(arrivals, { minLength: 4, maxLength: 4 }), (order) => {
        const { standing, state, revisions } = caseAfter(order)
        expect([standing, state, revisions.length]).toEqual(['d'.repeat(64), 'received', 4])
      }),
    )
  })

  test('never stands in a state that its last step does not lead to', () => {
    const steps: readonly ReviewStep[] = [
      arrivalOf('a', 1),
      arrivalOf('b', 2),
      { kind: 'opened' },
      { kind: 'ticked', item: 'email', isTicked: true },
      { kind: 'returned', digest, slip: 's', comments: 0 },
      { kind: 'passed', digest },
      { kind: 'passed', digest: other },
      { kind: 'reported', digest: other, pack: digest },
      { kind: 'reopened', reason: '' },
      { kind: 'setAside', reason: '' },
      { kind: 'takenBack' },
    ]
    assert(
      property(array(constantFrom(...steps), { maxLength: 30 }), (tried) => {
        let standing: ReviewCase | undefined
        for (const step of tried) {
          const [event] = aTrail([step], (standing?.sequence ?? 0) + 1)
          const next = event && appendEvent(standing, event)
          if (!next?.ok) continue
          const from = standing?.state ?? 'none'
          expect([from, stateAfter(from, step.kind)]).toContain(next.value.state)
          expect(caseStates).toContain(next.value.state)
          standing = next.value
        }
      }),
    )
  })
})
