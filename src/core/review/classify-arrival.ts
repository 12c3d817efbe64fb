import { vouchedRevisions } from './reporting-units.ts'
import { isNewer, isRival, type RevisionRank, type ReviewCase } from './review-case.ts'

/** What an arriving submission is to the case it belongs to. */
export type ArrivalKind = 'new' | 'newer' | 'same' | 'older'

/** An arriving submission beside its case. */
export interface Arrival {
  readonly kind: ArrivalKind
  /** The same person signed with another key than before: another device, or someone else. */
  readonly isOtherDevice: boolean
  /** The person corrected what was returned. */
  readonly answersReturn: boolean
  /** Another submission of the same revision is here, and says something else. */
  readonly hasRival: boolean
}

/** Tells what a verified submission is to the case it belongs to. */
export function classifyArrival(
  standing: ReviewCase | undefined,
  arriving: RevisionRank & { readonly signer: string },
): Arrival {
  if (!standing) return { kind: 'new', isOtherDevice: false, answersReturn: false, hasRival: false }
  const { revisions, state } = standing
  const { digest, signer } = arriving
  const isOtherDevice = revisions.every((known) => known.signer !== signer)
  const vouched = vouchedRevisions(standing)
  const about = { isOtherDevice, hasRival: vouched.some((known) => isRival(arriving, known)) }
  if (revisions.some((known) => known.digest === digest)) return { kind: 'same', ...about, answersReturn: false }
  const isNewest = vouched.every((known) => isNewer(arriving, known))
  return { kind: isNewest ? 'newer' : 'older', ...about, answersReturn: isNewest && state === 'returned' }
}
