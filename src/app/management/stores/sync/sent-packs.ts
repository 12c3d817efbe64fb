import type * as v from 'valibot'
import type { StoredRow } from '#app/platform/storage/caibao-database.ts'
import type { UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import type { StaffServer } from '#app/platform/sync-client/staff-server.ts'
import { ok } from '#core/errors/result.ts'
import { getPackUpload } from '#core/sync/pack-uploads.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import type { SyncState } from './sync-desk.ts'
import { sentPackSchema, sentPrefix, uploadId } from './upload-rows.ts'

// A backup from before so many packs is no help to anybody.
const mostKept = 200

/** A pack that the level above has. */
export type SentPackRow = v.InferOutput<typeof sentPackSchema>

/**
 * Remembers that the level above has these packs: a server that is restored from an older backup may have lost them,
 * and nothing else here would ever ask for them again.
 */
export async function rememberSent(rows: UnitSyncStorage, packs: readonly SentPackRow[]): Promise<void> {
  const ids = await rows.ids(sentPrefix)
  const known = new Set(ids.ok ? ids.value : [])
  const added = packs.filter(({ digest }) => !known.has(`${sentPrefix}${digest}`))
  for (const pack of added) await rows.put(`${sentPrefix}${pack.digest}`, pack)
  if (known.size + added.length <= mostKept) return
  const kept = await rows.list(sentPrefix, sentPackSchema)
  const tooOld = kept.ok ? [...kept.value].sort((a, b) => b.value.madeAt - a.value.madeAt).slice(mostKept) : []
  await rows.remove(tooOld.map(({ id }) => id))
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
  const sent = await rows.list(sentPrefix, sentPackSchema)
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
