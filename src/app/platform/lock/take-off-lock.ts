import type { CaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import type { DraftError } from '#app/platform/storage/draft-storage.ts'
import { showInOutbox } from '#app/platform/storage/outbox-storage.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { damagedLock, isSameRow, type OpenedRow, parseLockRow, submissionsIn } from './lock-row.ts'
import { openSlip } from './locked-slips.ts'

/** Puts a draft and everything that belongs to it back among those in the open, all or nothing. */
export async function takeOffLock(
  { drafts, submissions, returnSlips, outbox, locks }: CaibaoDatabase,
  { key, row, draft }: OpenedRow,
): Promise<Result<void, DraftError>> {
  const { id } = row
  const own = await submissionsIn(key, row)
  if (!own) return { ok: false, error: damagedLock }
  const sealed = await returnSlips.where('draftId').equals(id).toArray()
  const slips = await Promise.all(sealed.map((slip) => openSlip(key, slip)))
  const stores = [drafts, submissions, returnSlips, outbox, locks]
  return locks.db.transaction('rw', stores, async (): Promise<Result<void, DraftError>> => {
    const slipsNow = await returnSlips.where('draftId').equals(id).toArray()
    // Opening takes its time: what came meanwhile would be lost.
    if (!isSameRow(parseLockRow(await locks.get(id)), row) || JSON.stringify(slipsNow) !== JSON.stringify(sealed)) {
      return fail('DRAFT_CONFLICT', { expected: 0, found: 0 })
    }
    await drafts.add({ ...draft })
    await submissions.bulkPut([...own])
    await returnSlips.bulkPut(slips)
    await showInOutbox(outbox, own)
    await locks.delete(id)
    return ok(undefined)
  })
}
