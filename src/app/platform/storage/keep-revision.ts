import { isBlankRecord } from '#core/record/record.ts'
import type { CaibaoDatabase } from './caibao-database.ts'
import type { Draft, KeepReason } from './draft-storage.ts'

/** States of one draft that are kept. */
const mostKept = 50

const staysLonger: ReadonlySet<unknown> = new Set<KeepReason>(['handedIn', 'imported'])

/** Takes away the oldest states beyond the most that are kept; what was handed in or imported goes last. */
async function thinOut({ revisions }: CaibaoDatabase, draftId: string): Promise<void> {
  const kept = await revisions.where('draftId').equals(draftId).sortBy('revision')
  const tooMany = kept.length - mostKept
  if (tooMany <= 0) return
  const order = [
    ...kept.filter(({ reason }) => !staysLonger.has(reason)),
    ...kept.filter(({ reason }) => staysLonger.has(reason)),
  ]
  await revisions.bulkDelete(order.slice(0, tooMany).map(({ revision }) => [draftId, Number(revision)]))
}

/** Keeps a state of a draft; called inside the transaction that leaves it behind. */
export async function keepRevision(database: CaibaoDatabase, draft: Draft, reason: KeepReason): Promise<void> {
  const { id: draftId, revision, savedAt: at, record, confirmations, declarations } = draft
  if (isBlankRecord(record)) return
  // It stands there as what was handed in or imported, and nobody changed it since.
  if (staysLonger.has((await database.revisions.get([draftId, revision]))?.reason)) return
  await database.revisions.put({ draftId, revision, at, reason, record, confirmations, declarations })
  await thinOut(database, draftId)
}
