import { vouchedRevisions } from './reporting-units.ts'
import { isNewer, type RevisionRank, type ReviewCase } from './review-case.ts'

/** What an arriving submission is to the case it belongs to. */
export type ArrivalKind = 'new' | 'newer' | 'same' | 'older'

/** An arriving submission beside its case. */
export interface Arrival {
  readonly kind: ArrivalKind
  /** The same person signed with another key than before: another device, or someone else. */
  readonly isOtherDevice: boolean
  /** The person corrected what was returned. */
  readonly answersReturn: boolean
}

/** Tells what a verified submission is to the case it belongs to. */
export function classifyArrival(
  standing: ReviewCase | undefined,
  arriving: RevisionRank & { readonly signer: string },
): Arrival {
  if (!standing) return { kind: 'new', isOtherDevice: false, answersReturn: false }
  const { revisions, state } = standing
  const { digest, signer } = arriving
  const isOtherDevice = revisions.every((known) => known.signer !== signer)
  if (revisions.some((known) => known.digest === digest)) return { kind: 'same', isOtherDevice, answersReturn: false }
  const isNewest = vouchedRevisions(standing).every((known) => isNewer(arriving, known))
  return { kind: isNewest ? 'newer' : 'older', isOtherDevice, answersReturn: isNewest && state === 'returned' }
}
