import { fail, ok, type Result } from '#core/errors/result.ts'
import type { Draft, DraftError, StoredSubmission } from './draft-storage.ts'

/** A draft with a submission noted as its last. */
interface HandedInDraft {
  readonly draft: Draft
  /** It was noted before, and the answer was lost. */
  readonly isAlready: boolean
}

/**
 * Notes a submission in its draft, if that still is what was signed. One of a revision that is taken was signed by a
 * page that does not know of the last: both would reach the unit, and neither names the other.
 */
export function handedInDraft(
  draft: Draft,
  expectedRevision: number,
  { digest, revision }: StoredSubmission,
): Result<HandedInDraft, DraftError> {
  const last = draft.handedIn
  if (last?.digest === digest && last.draftRevision === expectedRevision) return ok({ draft, isAlready: true })
  if (draft.revision !== expectedRevision || revision !== (last?.revision ?? 0) + 1)
    return fail('DRAFT_CONFLICT', { expected: expectedRevision, found: draft.revision })
  return ok({ draft: { ...draft, handedIn: { revision, digest, draftRevision: expectedRevision } }, isAlready: false })
}
