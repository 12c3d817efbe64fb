import { isErased } from '#core/sync/delivery.ts'
import { type OutboxState, receiptOf } from '#core/sync/outbox.ts'

/** A draft, as far as it tells what of it was handed in. */
export interface HandedInDraft {
  readonly id: string
  /** The last submission, and the revision of the draft it was made of. */
  readonly handedIn: { readonly digest: string; readonly draftRevision: number } | null
}

/** A submission, and where it stands on its way. */
export interface SentSubmission {
  readonly draftId: string
  readonly digest: string
  readonly state: OutboxState
}

/** What of a draft lies somewhere, and since when. */
export interface PlacedCopy {
  readonly revision: number
  readonly at: number
}

// Which revision an earlier submission was made of is not noted: older than any.
const earlier = 0

/**
 * What of a draft lies with the server of its unit. Only the server's own receipt counts: not a submission that waits,
 * nor one handed over by hand, nor one the server has lost or erased since.
 */
export function serverCopy({ id, handedIn }: HandedInDraft, sent: readonly SentSubmission[]): PlacedCopy | undefined {
  const copies = sent.flatMap(({ draftId, digest, state }): readonly PlacedCopy[] => {
    const receipt = receiptOf(state)
    if (draftId !== id || receipt?.by !== 'server' || isErased(receipt)) return []
    return [{ revision: handedIn?.digest === digest ? handedIn.draftRevision : earlier, at: receipt.at }]
  })
  return copies.sort((one, other) => other.revision - one.revision || other.at - one.at)[0]
}
