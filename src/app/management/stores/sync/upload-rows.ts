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
})

/** A pack on its way to the level above. */
export type PackOnItsWay = v.InferOutput<typeof packOnItsWaySchema>

/** How the rows of packs on their way are named. */
export const uploadPrefix = 'upload:'

/** Name of the row of one pack. */
export const uploadId = (digest: string): string => `${uploadPrefix}${digest}`
