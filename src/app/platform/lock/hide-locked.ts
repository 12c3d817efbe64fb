import * as v from 'valibot'
import type { CaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { hideInOutbox } from '#app/platform/storage/outbox-storage.ts'
import { parseDraft } from '#app/platform/storage/parse-draft.ts'
import { hideInSyncLog } from '#app/platform/sync-client/sync-log.ts'
import { markLocked } from './mark-locked.ts'

const named = v.looseObject({ personName: v.string() })

/** Names of everybody who stands here in the open. */
async function namesInTheOpen({ drafts, submissions, outbox }: CaibaoDatabase): Promise<ReadonlySet<string>> {
  const names = (await drafts.toArray()).flatMap((stored) => {
    const draft = parseDraft(stored)
    return draft.ok ? [draft.value.record.basic['name'] ?? ''] : []
  })
  for (const row of [...(await submissions.toArray()), ...(await outbox.toArray())]) {
    const parsed = v.safeParse(named, row)
    if (parsed.success) names.push(parsed.output.personName)
  }
  return new Set(names)
}

/**
 * Takes away what earlier versions, or a restore, left readable of records that are locked. Whose a line of the log is
 * cannot be told once the record is closed: beside a lock only those are named who stand here in the open.
 */
export async function hideLocked(database: CaibaoDatabase): Promise<void> {
  const { drafts, submissions, locks, outbox, settings, recents } = database
  await database.transaction('rw', [drafts, submissions, locks, outbox, settings, recents], async () => {
    const locked = (await locks.toCollection().primaryKeys()).map(String)
    if (locked.length === 0) return
    await recents.clear()
    for (const id of locked) {
      markLocked(id, 'locked')
      await hideInOutbox(outbox, id)
    }
    const names = await namesInTheOpen(database)
    await hideInSyncLog(settings, (name) => !names.has(name))
  })
}
