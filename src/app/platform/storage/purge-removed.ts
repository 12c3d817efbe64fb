import type { CaibaoDatabase } from './caibao-database.ts'
import { parseDraft } from './parse-draft.ts'

/** Erases the drafts removed before the instant, with their history; returns how many. */
export function purgeRemoved(database: CaibaoDatabase, beforeMs: number): Promise<number> {
  const { drafts, revisions, copies } = database
  return database.transaction('rw', drafts, revisions, copies, async () => {
    const removed = await drafts
      .filter((stored) => {
        const draft = parseDraft(stored)
        return draft.ok && draft.value.deletedAt !== null && draft.value.deletedAt < beforeMs
      })
      .primaryKeys()
    await drafts.bulkDelete(removed)
    for (const rows of [revisions, copies]) await rows.where('draftId').anyOf(removed).delete()
    return removed.length
  })
}
