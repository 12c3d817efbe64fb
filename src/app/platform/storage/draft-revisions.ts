import * as v from 'valibot'
import { ok, type Result } from '#core/errors/result.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { CaibaoDatabase } from './caibao-database.ts'
import type { Draft } from './draft-storage.ts'
import { keepRevision } from './keep-revision.ts'
import { draftStateSchema } from './parse-draft.ts'
import { type StorageError, storageErrorOf } from './storage-error.ts'

const revisionSchema = v.object({
  draftId: v.string(),
  revision: v.number(),
  at: v.number(),
  reason: v.picklist(['opened', 'worked', 'handedIn', 'beforeRestore', 'imported']),
  ...draftStateSchema.entries,
})

/** 历史: an earlier state of a draft. */
export type DraftRevision = Readonly<Omit<v.InferOutput<typeof revisionSchema>, 'record'>> & {
  readonly record: PersonRecord
}

/** The kept states of drafts, to be looked at. */
export interface RevisionStorage {
  /** Newest first; what cannot be read is left out and stays where it is. */
  readonly list: (draftId: string) => Promise<Result<readonly DraftRevision[], StorageError>>
  /** What a draft was imported from, if it was and can be read. */
  readonly imported: (draftId: string) => Promise<DraftRevision | undefined>
  /** Keeps what a draft in the open is imported from; marks of what was changed are held against it. */
  readonly keepImported: (draft: Draft) => Promise<void>
}

/** Kept states in IndexedDB. */
export function dexieRevisionStorage(database: CaibaoDatabase): RevisionStorage {
  async function all(draftId: string): Promise<readonly DraftRevision[]> {
    const stored = await database.revisions.where('draftId').equals(draftId).toArray()
    return stored.flatMap((row) => {
      const parsed = v.safeParse(revisionSchema, row)
      return parsed.success ? [parsed.output] : []
    })
  }
  return {
    async list(draftId) {
      try {
        return ok([...(await all(draftId))].sort((a, b) => b.at - a.at || b.revision - a.revision))
      } catch (thrown) {
        return { ok: false, error: storageErrorOf(thrown, 'read') }
      }
    },
    async imported(draftId) {
      try {
        return (await all(draftId)).find(({ reason }) => reason === 'imported')
      } catch {
        return undefined // without it nothing is marked, and the form works as ever
      }
    },
    keepImported: (draft) =>
      database.transaction('rw', database.drafts, database.revisions, async () => {
        // Beside a locked draft nothing of it lies open.
        if (await database.drafts.get(draft.id)) await keepRevision(database, { ...draft, revision: 0 }, 'imported')
      }),
  }
}
