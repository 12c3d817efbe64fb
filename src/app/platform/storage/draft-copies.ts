import type { Table } from 'dexie'
import * as v from 'valibot'
import type { BackupContent } from '#core/backup/backup.ts'
import { type CarriedRow, soundRows } from '#core/backup/carried-rows.ts'
import { draftDigest } from '#core/backup/plan-restore.ts'
import type { CaibaoDatabase, StoredRow } from './caibao-database.ts'
import type { DraftListener } from './draft-storage.ts'
import { watchRows } from './watch-rows.ts'

const mostFolderCopies = 20

const copySchema = v.object({
  draftId: v.string(),
  /** `made`: written, not seen again yet; `file` and `folder`: read back; `restored`: came in with a restore. */
  kind: v.picklist(['made', 'file', 'folder', 'restored']),
  revision: v.number(),
  digest: v.string(),
  at: v.number(),
  /** The submissions and return slips of the draft that are in the copy. Earlier versions did not note them. */
  beside: v.optional(v.array(v.string()), []),
})

/** Where a state of a draft was seen to exist. */
export type DraftCopy = Readonly<v.InferOutput<typeof copySchema>>

/** What of a backup is a copy of open drafts, and of what lies beside them. */
export type CopiedDrafts = Pick<BackupContent, 'drafts' | 'submissions' | 'returnSlips'>

const slipId = ({ id }: CarriedRow): string => String(id)

/** What was noted of copies of drafts. */
export function parseCopies(rows: readonly unknown[]): readonly DraftCopy[] {
  return rows.flatMap((row) => {
    const parsed = v.safeParse(copySchema, row)
    return parsed.success ? [parsed.output] : []
  })
}

/** Rows that note the drafts of a backup in a place. */
export function draftCopiesOf(
  { drafts, submissions, returnSlips }: CopiedDrafts,
  { kind, at }: Pick<DraftCopy, 'kind' | 'at'>,
): Promise<readonly DraftCopy[]> {
  return Promise.all(
    drafts.map(async ({ draft }) => {
      const ofDraft = ({ draftId }: { readonly draftId?: unknown }): boolean => draftId === draft.id
      const beside = [
        ...submissions.filter(ofDraft).map(({ digest }) => digest),
        ...returnSlips.filter(ofDraft).map(slipId),
      ]
      return { draftId: draft.id, kind, revision: draft.revision, digest: await draftDigest(draft), at, beside }
    }),
  )
}

/** The file of a folder is written over: of its states only the last ones can come back. */
export async function forgetOldFolderCopies(copies: Table<StoredRow, number>, draftId: string): Promise<void> {
  const keys = await copies
    .where('draftId')
    .equals(draftId)
    .and(({ kind }) => kind === 'folder')
    .primaryKeys()
  await copies.bulkDelete(keys.slice(0, -mostFolderCopies))
}

/**
 * Where drafts were seen. Handing in, or a slip, leaves the revision of a draft as it is: a copy that lacks either
 * counts as of the revision before.
 */
export async function draftCopies({
  copies,
  submissions,
  returnSlips,
}: Pick<CaibaoDatabase, 'copies' | 'submissions' | 'returnSlips'>): Promise<readonly DraftCopy[]> {
  const noted = parseCopies(await copies.toArray())
  const besideById = new Map<string, readonly string[]>()
  for (const id of new Set(noted.map(({ draftId }) => draftId))) {
    const digests = await submissions.where('draftId').equals(id).primaryKeys()
    // No backup holds the others.
    const slips = soundRows('returnSlips', await returnSlips.where('draftId').equals(id).toArray())
    besideById.set(id, [...digests, ...slips.map(slipId)])
  }
  const countsAs = ({ draftId, beside, revision }: DraftCopy): number =>
    besideById.get(draftId)?.every((key) => beside.includes(key)) === false ? revision - 1 : revision
  return noted.map((copy) => Object.assign(copy, { revision: countsAs(copy) }))
}

/** Calls back when something came to lie beside a draft, here or in another tab, until the returned function is called. */
export function watchBeside(
  { submissions, returnSlips }: Pick<CaibaoDatabase, 'submissions' | 'returnSlips'>,
  listener: DraftListener,
): () => void {
  const keys = async (): Promise<readonly { readonly id: string }[]> => {
    const found = await Promise.all([submissions, returnSlips].map((store) => store.toCollection().primaryKeys()))
    return found.flat().map((id) => ({ id }))
  }
  return watchRows(keys, ({ id }) => id, listener)
}
