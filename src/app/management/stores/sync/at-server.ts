import type { CaseChange, SyncedCase } from '#app/platform/storage/case-storage.ts'
import { notSynced } from '#core/sync/case-sync.ts'

/** Marks that the payloads of these changes lie on the server: nobody has to send them. */
export function markAtServer(changes: readonly CaseChange[], synced: readonly SyncedCase[]): readonly CaseChange[] {
  const syncs = new Map(synced.map(({ row, sync }) => [row.caseId, sync]))
  return changes.map((change) => {
    const known = change.sync ?? syncs.get(change.row.caseId) ?? notSynced
    const sync = { ...known, atServer: [...known.atServer, ...change.texts.map(({ digest }) => digest)] }
    return Object.assign({}, change, { sync })
  })
}
