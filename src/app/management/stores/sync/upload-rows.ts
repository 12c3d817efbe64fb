import * as v from 'valibot'
import { storedErrorSchema } from '#app/platform/storage/stored-error.ts'

/** Shape of what is kept of a pack on its way to the level above. */
export const packOnItsWaySchema = v.object({
  /** SHA-256 of the file. */
  digest: v.string(),
  sizeBytes: v.number(),
  fileName: v.string(),
  people: v.number(),
  madeAt: v.number(),
  /** Digest of its manifest: the pack as this unit knows it. */
  manifest: v.exactOptional(v.string()),
  /** The server's own word why it did not take the pack. */
  error: v.exactOptional(storedErrorSchema),
  /** It is not sent any more: another one says what it said, or it goes by hand. */
  isLeft: v.exactOptional(v.literal(true)),
  /** Another device of the unit sent it: its content is not here. */
  isElsewhere: v.exactOptional(v.literal(true)),
  /** Of such a one: later packs speak of all its people, as far as the trails here tell. */
  isAnswered: v.exactOptional(v.boolean()),
  /** How many steps had been written here when that was looked at. */
  lookedAt: v.exactOptional(v.number()),
})

/** A pack on its way to the level above. */
export type PackOnItsWay = v.InferOutput<typeof packOnItsWaySchema>

/** What is remembered of a pack that the level above has taken. */
export const sentPackSchema = v.object({
  ...packOnItsWaySchema.entries,
  /** Its name at the server. */
  packId: v.string(),
  /** Key of that server. */
  kid: v.string(),
})

/** How the rows of packs that were taken are named. */
export const sentPrefix = 'sent:'

/** How the rows of packs on their way are named. */
export const uploadPrefix = 'upload:'

/** Name of the row of one pack. */
export const uploadId = (digest: string): string => `${uploadPrefix}${digest}`
