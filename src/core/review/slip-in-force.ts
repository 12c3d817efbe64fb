import { caseOf } from './review-case.ts'
import type { ReviewEvent } from './review-event.ts'

/**
 * The return slip by which a case stands returned (退回): of a return that was taken back since, or after which the
 * person handed in anew or was set aside, there is none.
 *
 * @param trail The whole trail of the case.
 */
export function slipInForce(trail: readonly ReviewEvent[]): string | undefined {
  const standing = caseOf(trail)
  if (!standing.ok || standing.value.state !== 'returned') return undefined
  const slips = trail.flatMap(({ step }) => (step.kind === 'returned' ? [step.slip] : []))
  return slips.at(-1)
}
