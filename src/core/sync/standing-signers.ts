import { appendEvent, digestOfPerson, isNewer, type ReviewCase } from '../review/review-case.ts'
import type { ReviewEvent, ReviewStep } from '../review/review-event.ts'
import { besideOthers } from '../review/whose-case.ts'

/** What a step says to the server, which reads no sealed file. */
export interface ToldToServer {
  /** By whose key the newest revision was signed that had arrived. */
  readonly signer: string
  /** An arrival that names another person, and changes nothing by itself (M03). */
  readonly isBeside: boolean
}

/** The same for each step of a trail, when it was taken. */
export function toldToServer(trail: readonly ReviewEvent[]): readonly ToldToServer[] {
  let top: Extract<ReviewStep, { kind: 'received' }> | undefined
  let standing: ReviewCase | undefined
  return trail.map((event) => {
    const { step } = event
    const isArrival = step.kind === 'received'
    const isBeside =
      isArrival && standing !== undefined && besideOthers(standing, digestOfPerson(standing), step).isOfAnother
    if (isArrival && !isBeside && (!top || isNewer(step, top))) top = step
    const next = appendEvent(standing, event)
    standing = next.ok ? next.value : standing
    return { signer: isArrival ? step.signer : (top?.signer ?? ''), isBeside }
  })
}
