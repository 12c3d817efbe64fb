import type {
  AddedSubmission,
  Draft,
  DraftChange,
  DraftError,
  StoredSubmission,
} from '#app/platform/storage/draft-storage.ts'
import { handedInDraft } from '#app/platform/storage/handed-in-draft.ts'
import { isAlreadySaved } from '#app/platform/storage/parse-draft.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import {
  damagedLock,
  type LockRow,
  type OpenedRow,
  removalOf,
  sealDraft,
  sealSubmissions,
  submissionsIn,
} from './lock-row.ts'

/** What became of a row: what is said of it, and what is written over it. */
export type NextRow<T> = Result<readonly [T, Partial<LockRow>], DraftError>

const conflictIn = (draft: Draft, expected: number): Result<never, DraftError> | undefined =>
  draft.revision === expected ? undefined : fail('DRAFT_CONFLICT', { expected, found: draft.revision })

/** The draft changed. */
export async function savedRow(
  { key, draft }: OpenedRow,
  expectedRevision: number,
  change: DraftChange,
  now: number,
): Promise<NextRow<Draft>> {
  const conflict = conflictIn(draft, expectedRevision)
  if (conflict) return isAlreadySaved(draft, expectedRevision, change) ? ok([draft, {}]) : conflict
  const next: Draft = { ...draft, ...change, revision: draft.revision + 1, savedAt: now }
  return ok([next, { draft: await sealDraft(key, next), savedAt: next.savedAt }])
}

/** The draft removed, or back among the others. */
export async function markedRow(opened: OpenedRow, deletedAt: number | null): Promise<NextRow<void>> {
  const next: Draft = { ...opened.draft, deletedAt }
  return ok([undefined, { draft: await sealDraft(opened.key, next), ...(await removalOf({ ...opened, draft: next })) }])
}

/** The draft handed in. */
export async function handedInRow(
  opened: OpenedRow,
  expectedRevision: number,
  submission: StoredSubmission,
): Promise<NextRow<AddedSubmission>> {
  const { key } = opened
  const next = handedInDraft(opened.draft, expectedRevision, submission)
  if (!next.ok) return next
  const { draft, isAlready } = next.value
  if (isAlready) return ok([{ draft, submission }, {}])
  const before = await submissionsIn(key, opened.row)
  if (!before) return { ok: false, error: damagedLock }
  const submissions = await sealSubmissions(key, draft.id, [...before, submission])
  // Where a submission lies the row does not go with the draft.
  return ok([
    { draft, submission },
    { draft: await sealDraft(key, draft), submissions, removedAt: undefined },
  ])
}
