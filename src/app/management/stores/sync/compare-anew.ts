import { ok } from '#core/errors/result.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import { clearSyncAfterLoss } from './change-sync.ts'
import { stateId, type SyncDesk, type SyncState } from './sync-desk.ts'

/** From here on everything is compared with the server from the beginning; what fits is left as it is. */
export async function compareAnew(desk: SyncDesk, { mark: _mark, ...state }: SyncState): Promise<Answered<SyncState>> {
  const fresh: SyncState = { ...state, cursor: 0 }
  const cleared = await clearSyncAfterLoss(desk, desk.append, { sync: [await desk.rows.row(stateId, fresh)] })
  return cleared.ok ? ok(fresh) : refuse('needsPerson', cleared)
}
