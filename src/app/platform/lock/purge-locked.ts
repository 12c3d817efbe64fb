import type { CaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { forgetRemoved } from '#app/platform/storage/second-copies.ts'
import { markLocked } from './mark-locked.ts'
import { removedBefore } from './lock-row.ts'

/** Erases the locked drafts removed before the instant, also while nobody has the key; returns how many. */
export async function purgeLocked(
  database: Pick<CaibaoDatabase, 'locks' | 'copies' | 'returnSlips' | 'transaction'>,
  beforeMs: number,
): Promise<number> {
  const { locks, copies, returnSlips } = database
  const purged = await database.transaction('rw', locks, copies, returnSlips, async () => {
    const old = removedBefore(await locks.toArray(), beforeMs)
    await locks.bulkDelete([...old])
    // Slips are sealed by a key that went with the row.
    for (const rows of [copies, returnSlips]) await rows.where('draftId').anyOf(old).delete()
    return old
  })
  for (const id of purged) markLocked(id, 'open')
  // Nothing offers what was removed, also where it could not be taken away now.
  if (purged.length > 0) await forgetRemoved(purged).catch(() => undefined)
  return purged.length
}
