import type { CaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { type Draft, draftFrom, type NewDraft } from '#app/platform/storage/draft-storage.ts'
import { type LockRow, sealDraft, sealSubmissions } from './lock-row.ts'

/** Adds a draft behind the passphrase of another: it never lies open, and the same passphrase opens it. */
export async function addBehind(
  { locks, copies }: Pick<CaibaoDatabase, 'locks' | 'copies'>,
  opened: { readonly row: LockRow; readonly key: CryptoKey },
  fresh: NewDraft,
  now: number,
): Promise<Draft> {
  const { key, row } = opened
  const draft = draftFrom(fresh, now)
  const sealed: LockRow = {
    id: draft.id,
    key: row.key,
    draft: await sealDraft(key, draft),
    submissions: await sealSubmissions(key, draft.id, []),
    savedAt: draft.savedAt,
  }
  await locks.db.transaction('rw', locks, copies, async () => {
    await locks.add(sealed)
    await copies.where('draftId').equals(draft.id).delete()
  })
  return draft
}
