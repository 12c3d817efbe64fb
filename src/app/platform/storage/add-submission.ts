import { ok, type Result } from '#core/errors/result.ts'
import type { CaibaoDatabase } from './caibao-database.ts'
import type { AddedSubmission, Draft, DraftError, StoredSubmission } from './draft-storage.ts'
import { handedInDraft } from './handed-in-draft.ts'
import { keepRevision } from './keep-revision.ts'
import type { OutboxEntry } from './outbox-entry.ts'
import { addToOutbox } from './outbox-row.ts'

/** The draft that was signed. */
interface Signed {
  /** As it stands; asked within the transaction. */
  readonly standing: () => Promise<Result<Draft, DraftError>>
  readonly expectedRevision: number
}

/** Keeps a submission, notes it in its draft and puts it on its way, all or nothing; once, however often it is asked. */
export function addSubmission(
  database: CaibaoDatabase,
  { standing, expectedRevision }: Signed,
  submission: StoredSubmission,
  onItsWay: OutboxEntry,
): Promise<Result<AddedSubmission, DraftError>> {
  const { drafts, submissions, revisions, outbox } = database
  return database.transaction('rw', drafts, submissions, revisions, outbox, async () => {
    const found = await standing()
    const next = found.ok ? handedInDraft(found.value, expectedRevision, submission) : found
    if (!next.ok) return next
    const { draft, isAlready } = next.value
    if (isAlready) return ok({ draft, submission })
    await submissions.add(submission)
    await addToOutbox(outbox, onItsWay)
    await drafts.put({ ...draft })
    await keepRevision(database, draft, 'handedIn')
    return ok({ draft, submission })
  })
}
