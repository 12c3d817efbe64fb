import canonicalize from 'canonicalize'
import type { Table } from 'dexie'
import * as v from 'valibot'
import { sha256Hex } from '#core/submission/digest.ts'
import type { CaibaoDatabase, StoredRow } from './caibao-database.ts'

// Kinds of their own: a version that does not know them passes over these rows, and takes none for a state of a draft.
const kinds = { file: 'lockedInFile', folder: 'lockedInFolder' } as const

/** Where a copy was read back. */
export type CopyPlace = keyof typeof kinds

/** A copy of a draft that is locked here. */
export interface LockedCopy {
  readonly draftId: string
  readonly kind: CopyPlace
  readonly at: number
  /** Whether it is the draft exactly as it is sealed here. */
  readonly isWhole: boolean
}

const rowSchema = v.object({
  draftId: v.string(),
  kind: v.picklist(Object.values(kinds)),
  digest: v.string(),
  at: v.number(),
})

/** What is behind a passphrase tells no revision; each change seals it anew, with other bytes. */
const sealedDigest = (lock: StoredRow): Promise<string> => sha256Hex(new TextEncoder().encode(canonicalize(lock) ?? ''))

/** Rows that note locked drafts, as they are sealed, in a place where they were read back. */
export const lockedCopiesOf = (
  locks: readonly StoredRow[],
  { place, at }: { readonly place: CopyPlace; readonly at: number },
): Promise<readonly StoredRow[]> =>
  Promise.all(
    locks.map(async (lock) => ({
      draftId: String(lock['id']),
      kind: kinds[place],
      digest: await sealedDigest(lock),
      at,
    })),
  )

/** Notes them in place of the ones before: a sealed state does not come back. */
export async function noteLockedCopies(copies: Table<StoredRow, number>, rows: readonly StoredRow[]): Promise<void> {
  for (const row of rows) {
    const former = copies.where('draftId').equals(String(row['draftId']))
    await former.and(({ kind }) => kind === row['kind']).delete()
  }
  await copies.bulkAdd([...rows])
}

/** What was read back of the drafts that are locked here, the last in each place. */
export async function lockedCopies({
  locks,
  copies,
}: Pick<CaibaoDatabase, 'locks' | 'copies'>): Promise<readonly LockedCopy[]> {
  const noted = (await copies.toArray()).flatMap((row) => {
    const parsed = v.safeParse(rowSchema, row)
    return parsed.success ? [parsed.output] : []
  })
  if (noted.length === 0) return []
  const digests = await Promise.all(
    (await locks.toArray()).map(async (lock) => [String(lock['id']), await sealedDigest(lock)] as const),
  )
  const standing = new Map(digests)
  return noted
    .filter(({ draftId }) => standing.has(draftId))
    .map(({ draftId, kind, digest, at }) => ({
      draftId,
      kind: kind === kinds.file ? 'file' : 'folder',
      at,
      isWhole: standing.get(draftId) === digest,
    }))
}
