import { appendEvent, isNewer, type ReviewCase } from '../review/review-case.ts'
import type { ReviewEvent, ReviewStep } from '../review/review-event.ts'

/** What a step says to the server, which reads no sealed file. */
export interface ToldToServer {
  /** By whose key the newest revision was signed that had arrived. */
  readonly signer: string
  /**
   * An arrival that changes nothing by itself though its count is the highest the server knows: it names another person
   * (M03), or is older than one that did. It is told as older than whatever is there.
   */
  readonly isOlder: boolean
}

/** The same for each step of a trail, when it was taken. */
export function toldToServer(trail: readonly ReviewEvent[]): readonly ToldToServer[] {
  let top: Extract<ReviewStep, { kind: 'received' }> | undefined
  let standing: ReviewCase | undefined
  return trail.map((event) => {
    const { step } = event
    const before = standing
    const next = appendEvent(before, event)
    if (next.ok) standing = next.value
    if (step.kind !== 'received') return { signer: top?.signer ?? '', isOlder: false }
    const isHighest = !top || isNewer(step, top)
    const isOlder = isHighest && before !== undefined && standing?.standing === before.standing
    if (isHighest && !isOlder) top = step
    return { signer: step.signer, isOlder }
  })
}
