import * as v from 'valibot'
import type { StoredRow } from '#app/platform/storage/caibao-database.ts'
import type { UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import type { StaffServer } from '#app/platform/sync-client/staff-server.ts'
import { ok } from '#core/errors/result.ts'
import { getPackUpload } from '#core/sync/pack-uploads.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import type { SyncState } from './sync-desk.ts'
import { type PackOnItsWay, packOnItsWaySchema, uploadId } from './upload-rows.ts'

/**
 * What is remembered of packs the level above has taken: a server that is restored from an older backup may have lost
 * them, and nothing else here would ever ask for them again.
 */
const sentSchema = v.object({
  ...packOnItsWaySchema.entries,
  /** Its name at the server. */
  packId: v.string(),
  /** Key of that server. */
  kid: v.string(),
})

const prefix = 'sent:'
// A backup from before so many packs is no help to anybody.
const mostKept = 200

/** Where a pack was taken. */
type Taken = Pick<v.InferOutput<typeof sentSchema>, 'packId' | 'kid'>

/** Remembers that the level above has this pack. */
export async function rememberSent(rows: UnitSyncStorage, pack: PackOnItsWay, taken: Taken): Promise<void> {
  await rows.put(`${prefix}${pack.digest}`, { ...pack, ...taken })
  const kept = await rows.list(prefix, sentSchema)
  const tooOld = kept.ok ? [...kept.value].sort((a, b) => b.value.madeAt - a.value.madeAt).slice(mostKept) : []
  if (tooOld.length > 0) await rows.remove(tooOld.map(({ id }) => id))
}

/** Where it is looked up, and who is asked. */
interface Asking {
  readonly rows: UnitSyncStorage
  readonly server: Pick<StaffServer, 'ask'>
}

/** What is to be written down of packs that a restored server has lost. */
export interface LostPacks {
  /** Each as a pack that the level above does not have. */
  readonly rows: readonly StoredRow[]
  /** What was remembered of them. */
  readonly settled: readonly string[]
}

/** Asks the server for each pack it once took. */
export async function findLostPacks(
  { rows, server }: Asking,
  { kid }: Pick<SyncState, 'kid'>,
): Promise<Answered<LostPacks>> {
  const sent = await rows.list(prefix, sentSchema)
  if (!sent.ok) return refuse('needsPerson', sent)
  const lost: StoredRow[] = []
  const settled: string[] = []
  for (const { id, value } of sent.value.filter((each) => each.value.kid === kid)) {
    const { packId, kid: _kid, ...pack } = value
    const there = await server.ask(getPackUpload, { params: { packId } })
    if (!there.ok && there.error.code !== 'SERVER_ADDRESS_UNKNOWN') return there
    // An upload that had only begun when the backup was made is not taken either.
    if (there.ok && there.value.completedAt !== null) continue
    lost.push(await rows.row(uploadId(pack.digest), { ...pack, error: { code: 'PACK_LOST_ABOVE', params: {} } }))
    settled.push(id)
  }
  return ok({ rows: lost, settled })
}
