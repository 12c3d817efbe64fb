import { fail, ok } from '#core/errors/result.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import { clearSyncAfterLoss } from './change-sync.ts'
import { reopenTasks } from './reopen-tasks.ts'
import { findLostPacks } from './sent-packs.ts'
import { stateId, type SyncDesk, type SyncState } from './sync-desk.ts'

/**
 * The server was restored from a backup older than what this device took over from it. What it still has is compared
 * from the beginning; every step counts as one's own until it is seen there again, so that what was lost goes up once
 * more. Packs it has lost are named, tasks opened again. All of that is written at once, or nothing: the next run finds the same.
 */
export async function beginAgain(desk: SyncDesk, { mark: _mark, ...state }: SyncState): Promise<Answered<SyncState>> {
  const lost = await findLostPacks(desk, state)
  if (!lost.ok) return lost
  const reopened = await reopenTasks(desk, state)
  if (!reopened.ok) return reopened
  const fresh: SyncState = { ...state, cursor: 0 }
  const { rows, settled } = lost.value
  const along = { sync: [await desk.rows.row(stateId, fresh), ...rows], settled }
  const cleared = await clearSyncAfterLoss(desk, desk.append, along)
  if (!cleared.ok) return refuse('needsPerson', cleared)
  await desk.note({ kind: 'restored', error: fail('SERVER_LOG_OTHER', {}).error })
  return ok(fresh)
}
