import { ok } from '#core/errors/result.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import { ownOrgNow } from './meet-server.ts'
import { stateId, type SyncDesk, type SyncState } from './sync-desk.ts'

/** Whom this unit reports to: it may have been moved in the tree since this device joined. */
export async function learnParent(
  { rows, server }: Pick<SyncDesk, 'rows' | 'server'>,
  state: SyncState,
): Promise<Answered<SyncState>> {
  const own = await ownOrgNow(server, state.orgId)
  if (!own.ok) return own
  if (!own.value || own.value.parentId === state.parentOrgId) return ok(state)
  const moved = { ...state, parentOrgId: own.value.parentId }
  const put = await rows.put(stateId, moved)
  return put.ok ? ok(moved) : refuse('needsPerson', put)
}
