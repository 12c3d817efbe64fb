import * as v from 'valibot'
import { packLimits } from '#core/pack/pack.ts'
import { caseRowSchema } from '#core/review/case-row.ts'
import { reviewEventSchema } from '#core/review/review-event.ts'
import { unitSchema } from '#core/unit/unit.ts'
import { packSchema } from './case-change.ts'

/** Longest lines of a backup, in characters: a reader refuses longer ones, so none is written. */
export interface StoreBackupLimits {
  readonly firstLine: number
  readonly line: number
}

const mebi = 1_048_576

/** The first version had everything but the people in its first line, however much: up to what one text can hold. */
export const storeBackupLimits: StoreBackupLimits = {
  firstLine: 500 * mebi,
  line: packLimits.manifest.sizeBytes + mebi,
}

const fileSchema = v.object({ digest: v.string(), text: v.string(), original: v.exactOptional(v.string()) })
const taskSchema = v.object({ id: v.string(), text: v.string(), issuedAt: v.number() })
const keptSchema = v.object({ kind: v.string(), id: v.string(), value: v.unknown() })

/** First line; lists of things stand in it only in the first version, the second has a line for each of them. */
export const headLineSchema = v.object({
  kind: v.literal('store'),
  unit: unitSchema,
  /** Sealed with the passphrases of two officers: how the keys get to another device. */
  keyFile: v.string(),
  cases: v.number(),
  tasks: v.optional(v.array(taskSchema), []),
  packs: v.optional(v.array(packSchema), []),
  kept: v.optional(v.array(keptSchema), []),
})

/** A line of what stands beside the people. */
export const besideLineSchema = v.variant('kind', [
  v.object({ kind: v.literal('task'), task: taskSchema }),
  v.object({ kind: v.literal('pack'), pack: packSchema }),
  v.object({ kind: v.literal('kept'), row: keptSchema }),
])

/** A file of the person whose line comes after it. */
export const fileLineSchema = v.object({ kind: v.literal('file'), ...fileSchema.entries })

/** The line of a person; in the first version with the files in it. */
export const caseLineSchema = v.object({
  kind: v.literal('case'),
  row: v.strictObject({ ...caseRowSchema.entries, key: v.string() }),
  events: v.array(reviewEventSchema),
  files: v.optional(v.array(fileSchema), []),
})

/** Last line. */
export const endLineSchema = v.object({ kind: v.literal('end'), cases: v.number() })

/** A line beside the people, parsed. */
export type BesideLine = v.InferOutput<typeof besideLineSchema>
/** A file of a person, parsed. */
export type BackedUpFile = v.InferOutput<typeof fileSchema>
/** Everything of a backup but the people. */
export type StoreHead = Omit<v.InferOutput<typeof headLineSchema>, 'kind'>
/** A case as a backup carries it. */
export type BackedUpCase = Omit<v.InferOutput<typeof caseLineSchema>, 'kind'>
