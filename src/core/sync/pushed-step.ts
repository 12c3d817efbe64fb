import * as v from 'valibot'
import { type ReviewStep, reviewEventSchema } from '#core/review/review-event.ts'
import { fileText, hex64 } from './wire.ts'

const kinds = [
  'received',
  'opened',
  'ticked',
  'chosen',
  'corrected',
  'returned',
  'passed',
  'reopened',
  'setAside',
  'takenBack',
  'reported',
] as const satisfies readonly ReviewStep['kind'][]

/** A step whose content only the unit reads; the server sees what kind it is and of which payload it speaks. */
const sealedStepSchema = v.strictObject({
  kind: v.literal('sealed'),
  as: v.picklist(kinds),
  digest: v.exactOptional(hex64),
  /** JWE of the step's JSON for the unit's key. */
  content: fileText(262_144),
})

/** A step as it travels. */
export const pushedStepSchema = v.union([reviewEventSchema.entries.step, sealedStepSchema])

/** A step as it travels. */
export type PushedStep = v.InferOutput<typeof pushedStepSchema>

/** What kind of step it is, sealed or not. */
export const kindOfStep = (step: PushedStep): ReviewStep['kind'] => (step.kind === 'sealed' ? step.as : step.kind)

/** Digest of the payload a step speaks of. */
export const digestOfStep = (step: PushedStep): string | undefined => ('digest' in step ? step.digest : undefined)
