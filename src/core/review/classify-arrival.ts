import { digestOfPerson, isNewer, isRival, type RevisionRank, type ReviewCase } from './review-case.ts'
import { besideOthers, type Claim } from './whose-case.ts'

/** What an arriving submission is to the case it belongs to; one of another name counts for nobody by itself (M03). */
export type ArrivalKind = 'new' | 'newer' | 'same' | 'older' | 'another'

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
  arriving: RevisionRank & Claim & { readonly signer: string },
): Arrival {
  if (!standing) return { kind: 'new', isOtherDevice: false, answersReturn: false, hasRival: false }
  const { revisions, state } = standing
  const { digest, signer } = arriving
  const isOtherDevice = revisions.every((known) => known.signer !== signer)
  const { isOfAnother, against } = besideOthers(standing, digestOfPerson(standing), arriving)
  const about = { isOtherDevice, hasRival: !isOfAnother && against.some((known) => isRival(arriving, known)) }
  if (revisions.some((known) => known.digest === digest)) return { kind: 'same', ...about, answersReturn: false }
  if (isOfAnother) return { kind: 'another', ...about, answersReturn: false }
  const isNewest = against.every((known) => isNewer(arriving, known))
  return { kind: isNewest ? 'newer' : 'older', ...about, answersReturn: isNewest && state === 'returned' }
}
