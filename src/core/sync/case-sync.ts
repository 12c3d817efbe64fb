import * as v from 'valibot'
import { reviewEventSchema } from '#core/review/review-event.ts'
import { count, errorAnswerSchema, hex64 } from './wire.ts'

/** A step of one's own that did not come to stand: somebody else was first, or the server refuses it. */
const overtakenStepSchema = v.strictObject({
  event: reviewEventSchema,
  /** The server's own word, when it refused the step. */
  refusal: v.exactOptional(errorAnswerSchema),
})

/** A step of one's own that did not come to stand, until its maker has seen it. */
export type OvertakenStep = v.InferOutput<typeof overtakenStepSchema>

/** Shape of what a device knows of a case and its server. */
export const caseSyncSchema = v.strictObject({
  /** So many steps of the trail stand on the server, in its order; those behind are still one's own. */
  confirmed: count,
  /** Payloads that later steps speak of and that lie on the server already. */
  atServer: v.array(hex64),
  /** For the reviewer to decide: nothing of it is thrown away unseen. */
  overtaken: v.array(overtakenStepSchema),
  /** Return slips whose step stands, on their way to the person. */
  slips: v.array(v.string()),
  /** Why this case does not follow the server any more. */
  stopped: v.exactOptional(v.picklist(['unreadable', 'differs', 'payload', 'erased'])),
})

/** What a device knows of a case and its server. */
export type CaseSync = v.InferOutput<typeof caseSyncSchema>

/** A case no server knows of yet. */
export const notSynced: CaseSync = { confirmed: 0, atServer: [], overtaken: [], slips: [] }
