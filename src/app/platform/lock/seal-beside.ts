import type { CaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { asItsOwn, lostRecords } from '#app/platform/storage/lost-records.ts'
import { parseDraft } from '#app/platform/storage/parse-draft.ts'
import { type LockRow, sealDraft, sealSubmissions } from './lock-row.ts'

/** Another state of a draft, as a record of its own behind the same passphrase. */
interface SealedBeside {
  readonly row: LockRow
  readonly name: string
}

/**
 * What the database had lost of a draft and the second copies still have: a lock leaves nothing readable there, so it
 * goes behind the same lock. Where it cannot be read the lock comes first.
 */
export async function sealBeside(
  database: CaibaoDatabase,
  id: string,
  { key, wrapped }: { readonly key: CryptoKey; readonly wrapped: LockRow['key'] },
): Promise<readonly SealedBeside[]> {
  const lost = await lostRecords(database).catch(() => [])
  const sealed: SealedBeside[] = []
  for (const each of lost.filter((record) => record.id === id && record.isBeside && !record.isWaiting)) {
    const draft = parseDraft(asItsOwn(each.row))
    if (!draft.ok) continue
    const { id: own, savedAt, record } = draft.value
    const row: LockRow = {
      id: own,
      key: wrapped,
      draft: await sealDraft(key, draft.value),
      submissions: await sealSubmissions(key, own, []),
      savedAt,
    }
    sealed.push({ row, name: record.basic['name'] ?? '' })
  }
  return sealed
}
