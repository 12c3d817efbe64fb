import * as v from 'valibot'
import type { StoredRow } from '#app/platform/storage/caibao-database.ts'
import type { Draft, StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { parseSubmissions } from '#app/platform/storage/parse-submissions.ts'
import { openJson, type Sealed, sealedSchema, sealJson, wrappedKeySchema } from './draft-lock.ts'

const rowSchema = v.strictObject({
  id: v.string(),
  key: wrappedKeySchema,
  draft: sealedSchema,
  submissions: sealedSchema,
  savedAt: v.number(),
  /** When the draft was removed; told only where nothing else lies in the row, so that it may go without its key. */
  removedAt: v.optional(v.number()),
})

/** A locked draft with its submissions as they lie in the database. */
export type LockRow = v.InferOutput<typeof rowSchema>

/** A row whose key is in this page, with the draft in it. */
export interface OpenedRow {
  readonly row: LockRow
  readonly key: CryptoKey
  readonly draft: Draft
}

/** What is said of a row that no passphrase opens, or not the whole of it. */
export const damagedLock: AppError<'DRAFT_UNREADABLE'> = { code: 'DRAFT_UNREADABLE', params: { path: 'lock' } }

/** Whether both are the same state of the row: each sealing has an `iv` of its own. */
export const isSameRow = (one: LockRow | undefined, other: LockRow): boolean =>
  one?.draft.iv === other.draft.iv && one.submissions.iv === other.submissions.iv

/** The row, when it can be read. */
export function parseLockRow(stored: StoredRow | undefined): LockRow | undefined {
  const parsed = v.safeParse(rowSchema, stored)
  return parsed.success ? parsed.output : undefined
}

/** The draft as it lies in its row. */
export const sealDraft = (key: CryptoKey, draft: Draft): Promise<Sealed> => sealJson(key, `draft ${draft.id}`, draft)

/** The submissions of a draft as they lie in its row. */
export const sealSubmissions = (key: CryptoKey, id: string, list: readonly StoredSubmission[]): Promise<Sealed> =>
  sealJson(key, `submissions ${id}`, list)

/** The submissions in a row; undefined when they were damaged, which is not the same as none. */
export async function submissionsIn(key: CryptoKey, row: LockRow): Promise<readonly StoredSubmission[] | undefined> {
  const opened = await openJson(key, `submissions ${row.id}`, row.submissions)
  return opened === undefined ? undefined : parseSubmissions(opened)
}

/** When an opened draft was removed, as its row tells it outside the seal. */
export async function removalOf({ key, row, draft }: OpenedRow): Promise<Pick<LockRow, 'removedAt'>> {
  const isAlone = draft.deletedAt !== null && (await submissionsIn(key, row))?.length === 0
  return { removedAt: isAlone ? draft.deletedAt : undefined }
}

/** The row with something else in it; what is told no more is not there. */
export function rowWith(row: LockRow, next: Partial<LockRow>): LockRow {
  const { removedAt, ...rest } = { ...row, ...next }
  return removedAt === undefined ? rest : { ...rest, removedAt }
}

/** The rows of drafts that were removed before the instant. */
export const removedBefore = (stored: readonly StoredRow[], beforeMs: number): readonly string[] =>
  stored.flatMap((each) => {
    const row = parseLockRow(each)
    // A clock that was behind removed nothing before it was saved.
    return row?.removedAt !== undefined && Math.max(row.removedAt, row.savedAt) < beforeMs ? [row.id] : []
  })
