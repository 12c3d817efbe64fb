import * as v from 'valibot'
import type { UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import type { Result } from '#core/errors/result.ts'

const packSchema = v.object({
  packId: v.string(),
  digest: v.string(),
  sizeBytes: v.number(),
  position: v.number(),
})

/** A pack as the server announced it. */
export type OnlinePack = v.InferOutput<typeof packSchema>

const latePackSchema = v.object({
  pack: packSchema,
  unit: v.string(),
  /** The version of the scheme without which it cannot be judged. */
  needs: v.string(),
})

/** A pack from below that waits for an update of the scheme. */
export type LatePack = v.InferOutput<typeof latePackSchema>

const prefix = 'late-pack:'

/** Name of the row of a pack that waits. */
export const latePackId = ({ packId }: Pick<OnlinePack, 'packId'>): string => `${prefix}${packId}`

/** Packs from below that wait for an update of the scheme, in the order they came. */
export async function latePacks(rows: Pick<UnitSyncStorage, 'list'>): Promise<Result<readonly LatePack[]>> {
  const listed = await rows.list(prefix, latePackSchema)
  if (!listed.ok) return listed
  const packs = listed.value.map(({ value }) => value)
  return { ok: true, value: packs.sort((a, b) => a.pack.position - b.pack.position) }
}
