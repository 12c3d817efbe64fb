import { expect, test } from 'vitest'
import { choosingSteps, mayChoose, takeSteps } from '#app/management/stores/case-steps.ts'
import { caseStates } from '#core/review/case-state.ts'
import { caseOf } from '#core/review/review-case.ts'
import type { ReviewStep } from '#core/review/review-event.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'

const [first, second] = [arrivalOf('a', 1), arrivalOf('b', 2)]
const passed: ReviewStep = { kind: 'passed', digest: second.digest }
const ways: { readonly [S in (typeof caseStates)[number]]: readonly ReviewStep[] } = {
  received: [],
  checking: [{ kind: 'opened' }],
  returned: [{ kind: 'opened' }, { kind: 'returned', digest: second.digest, slip: 's', comments: 1 }],
  passed: [passed],
  reported: [passed, { kind: 'reported', digest: second.digest, pack: 'c'.repeat(64) }],
  setAside: [{ kind: 'setAside', reason: '已由别处上报' }],
}

test.each(caseStates)('another submission is offered just where it can be taken: %s', (state) => {
  const standing = caseOf(aTrail([first, second, ...ways[state]]))
  if (!standing.ok) throw new Error(standing.error.code)
  expect(standing.value.state).toBe(state)
  const steps = choosingSteps(standing.value, { digest: first.digest, reason: '人工选择', unit: undefined })
  expect(takeSteps(standing.value, steps, { by: '黄采集', at: 1_780_000_000_100 }).ok).toBe(mayChoose(state))
})
