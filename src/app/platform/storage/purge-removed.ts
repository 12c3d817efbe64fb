import type { CaibaoDatabase } from './caibao-database.ts'
import { forgetLeft } from './left-behind.ts'
import { lostRecords } from './lost-records.ts'
import { parseDraft } from './parse-draft.ts'
import { forgetRemoved } from './second-copies.ts'

/** Erases the drafts removed before the instant, with their history and what their pages were left amid; returns how many. */
export async function purgeRemoved(database: CaibaoDatabase, beforeMs: number): Promise<number> {
  const { drafts, revisions, copies } = database
  // A database that came back from before may have it as removed: what it lost of it is noted while that can be told.
  await lostRecords(database).catch(() => undefined)
  const purged = await database.transaction('rw', drafts, revisions, copies, async () => {
    const removed = await drafts
      .filter((stored) => {
        const draft = parseDraft(stored)
        if (!draft.ok || draft.value.deletedAt === null) return false
        // A clock that was behind removed nothing before it was saved.
        return Math.max(draft.value.deletedAt, draft.value.savedAt) < beforeMs
      })
      .primaryKeys()
    await drafts.bulkDelete(removed)
    for (const rows of [revisions, copies]) await rows.where('draftId').anyOf(removed).delete()
    return removed
  })
  // The whole record may lie there, beside the database.
  for (const id of purged) forgetLeft(id)
  // Nothing offers what was removed, also where it could not be taken away now.
  if (purged.length > 0) await forgetRemoved(purged).catch(() => undefined)
  return purged.length
}
