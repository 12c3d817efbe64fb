import { isNewer } from '../review/review-case.ts'
import type { ReviewEvent, ReviewStep } from '../review/review-event.ts'

/**
 * By whose key the newest revision was signed that had arrived when each step of a trail was taken: what a step says to
 * the server, which reads no sealed file.
 */
export function standingSigners(trail: readonly ReviewEvent[]): readonly string[] {
  let top: Extract<ReviewStep, { kind: 'received' }> | undefined
  return trail.map(({ step }) => {
    if (step.kind === 'received' && (!top || isNewer(step, top))) top = step
    return step.kind === 'received' ? step.signer : (top?.signer ?? '')
  })
}
