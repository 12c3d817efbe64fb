import { isBlankRecord } from '#core/record/record.ts'
import type { CaibaoDatabase, StoredRow } from './caibao-database.ts'
import type { Draft, KeepReason } from './draft-storage.ts'

type Kept = Pick<CaibaoDatabase, 'revisions'>

/** States of one draft that are kept. */
const mostKept = 50

/** Why a state is kept longer than others. */
export const staysLonger: ReadonlySet<unknown> = new Set<KeepReason>(['handedIn', 'imported'])

/** Takes away the oldest states beyond the most that are kept; what was handed in or imported goes last. */
async function thinOut({ revisions }: Kept, draftId: string): Promise<void> {
  const kept = await revisions.where('draftId').equals(draftId).sortBy('revision')
  const weight = ({ reason }: StoredRow): number => Number(staysLonger.has(reason))
  kept.sort((one, other) => weight(one) - weight(other))
  await revisions.bulkDelete(kept.slice(0, -mostKept).map(({ revision }) => [draftId, Number(revision)]))
}

/**
 * Adds a kept state under its number. Where another stands there, of a device that counted as far, it has the nearest
 * free one below, so that it goes when the others of its time do; above only where there is none. Returns it as it stands.
 */
export async function addRevision({ revisions }: Kept, row: StoredRow): Promise<StoredRow> {
  let revision = Number(row['revision'])
  for (let step = -1; await revisions.get([String(row['draftId']), revision]); revision += step)
    if (revision < 2) step = 1
  const added = { ...row, revision }
  await revisions.add(added)
  return added
}

/** Keeps a state of a draft; called inside the transaction that leaves it behind. */
export async function keepRevision(database: CaibaoDatabase, draft: Draft, reason: KeepReason): Promise<void> {
  const { id: draftId, revision, savedAt: at, record, confirmations, declarations } = draft
  if (isBlankRecord(record)) return
  const standing = await database.revisions.get([draftId, revision])
  // A state is saved but once: what was saved at another moment is of a device that counted as far.
  const isOther = standing && standing['at'] !== at
  // It stands there as what was handed in or imported.
  if (!isOther && staysLonger.has(standing?.reason)) return
  await database.revisions.put({ draftId, revision, at, reason, record, confirmations, declarations })
  if (isOther) await addRevision(database, standing)
  await thinOut(database, draftId)
}
