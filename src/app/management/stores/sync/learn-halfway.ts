import type { StaffServer } from '#app/platform/sync-client/staff-server.ts'
import type { UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import { ok } from '#core/errors/result.ts'
import { type HalfwayPack, listHalfwayPacks } from '#core/sync/pack-uploads.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import { isHalfway } from './refused-packs.ts'
import type { SyncState } from './sync-desk.ts'
import { keptPacks } from './upload-packs.ts'
import { type PackOnItsWay, uploadId, uploadPrefix } from './upload-rows.ts'

/** What learning works with. */
interface LearnDesk {
  readonly rows: UnitSyncStorage
  readonly server: Pick<StaffServer, 'ask'>
}

/** Nothing is known of it but the file: when its first part came stands for when it was made. */
const toPack = ({ digest, sizeBytes, begunAt }: HalfwayPack): PackOnItsWay => ({
  digest,
  sizeBytes,
  fileName: '',
  people: 0,
  madeAt: begunAt,
  error: { code: 'PACK_LEFT_HALFWAY', params: {} },
  isElsewhere: true,
})

/**
 * Asks which packs of this unit another device began and never sent whole: its people count as reported in every trail,
 * and where that device is gone nobody would ever hear that they are missing above. What the server tells no more, because
 * it came or was answered, is forgotten.
 */
export async function learnHalfway(
  { rows, server }: LearnDesk,
  { orgId, parentOrgId }: Pick<SyncState, 'orgId' | 'parentOrgId'>,
): Promise<Answered<void>> {
  if (parentOrgId === null) return ok(undefined)
  const told = await server.ask(listHalfwayPacks, { query: { orgId } })
  // A server of an earlier version does not know the question.
  if (!told.ok) return told.error.code === 'SERVER_ADDRESS_UNKNOWN' ? ok(undefined) : told
  const here = await keptPacks(rows)
  const named = await rows.ids(uploadPrefix)
  if (!named.ok) return refuse('needsPerson', named)
  // By its name, not by what is understood of it: a row of another shape is left as it is.
  const known = new Set(named.value)
  const standing = new Set(told.value.items.map(({ digest }) => digest))
  for (const pack of told.value.items)
    if (!known.has(uploadId(pack.digest))) await rows.put(uploadId(pack.digest), toPack(pack))
  const settled = here.filter((pack) => isHalfway(pack) && !standing.has(pack.digest))
  await rows.remove(settled.map(({ digest }) => uploadId(digest)))
  return ok(undefined)
}
