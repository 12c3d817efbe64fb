import { ok, type Result } from '#core/errors/result.ts'
import type { CaibaoDatabase } from './caibao-database.ts'
import type { AddedSubmission, Draft, DraftError, StoredSubmission } from './draft-storage.ts'
import { keepRevision } from './keep-revision.ts'
import type { OutboxEntry } from './outbox-entry.ts'
import { addToOutbox } from './outbox-row.ts'

/**
 * Keeps a submission, notes it in its draft and puts it on its way, all or nothing.
 * @param signed - the draft, if it still is what was signed; asked within the transaction
 */
export function addSubmission(
  database: CaibaoDatabase,
  signed: () => Promise<Result<Draft, DraftError>>,
  submission: StoredSubmission,
  onItsWay: OutboxEntry,
): Promise<Result<AddedSubmission, DraftError>> {
  const { drafts, submissions, revisions, outbox } = database
  return database.transaction('rw', drafts, submissions, revisions, outbox, async () => {
    const draft = await signed()
    if (!draft.ok) return draft
    const { digest, revision } = submission
    const handedIn = { revision, digest, draftRevision: draft.value.revision }
    const next: Draft = { ...draft.value, handedIn }
    await submissions.add(submission)
    await addToOutbox(outbox, onItsWay)
    await drafts.put({ ...next })
    await keepRevision(database, next, 'handedIn')
    return ok({ draft: next, submission })
  })
}
