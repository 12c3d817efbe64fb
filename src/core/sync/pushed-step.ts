import * as v from 'valibot'
import { type ReviewStep, reviewEventSchema } from '#core/review/review-event.ts'
import { count, fileText, hex64, thumbprint } from './wire.ts'

/** Longest content of a sealed step. */
export const sealedStepLongest = 262_144

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
  'letGo',
  'nobodyReports',
  'unsettled',
  'takenBack',
  'reported',
  'withdrawn',
] as const satisfies readonly ReviewStep['kind'][]

/** A step whose content only the unit reads; the server sees what kind it is and of which payload it speaks. */
const sealedStepSchema = v.strictObject({
  kind: v.literal('sealed'),
  as: v.picklist(kinds),
  digest: v.exactOptional(hex64),
  /**
   * Of an arrival: which of two is newer, as `isNewer` tells it. A file that came by hand is on no server. Of a choice:
   * there only where it makes the case somebody else's.
   */
  revision: v.exactOptional(count),
  corrections: v.exactOptional(count),
  /** The key that signed the newest revision that is here. A sealed file that only claims its digest was signed by another. */
  device: v.exactOptional(thumbprint),
  /** JWE of the step for whoever holds the unit's key (`sealed-step.ts`). */
  content: fileText(sealedStepLongest),
})

/** A step as it travels. */
export const pushedStepSchema = v.union([reviewEventSchema.entries.step, sealedStepSchema])

/** A step as it travels. */
export type PushedStep = v.InferOutput<typeof pushedStepSchema>

/** What kind of step it is, sealed or not. */
export const kindOfStep = (step: PushedStep): ReviewStep['kind'] => (step.kind === 'sealed' ? step.as : step.kind)

/** Digest of the payload a step speaks of. */
export const digestOfStep = (step: PushedStep): string | undefined => ('digest' in step ? step.digest : undefined)

/** Whether a choice says that it is between two people: who was not chosen is somebody else. */
export const isBetweenPeople = (step: PushedStep): boolean =>
  step.kind === 'sealed' && step.as === 'chosen' && step.revision !== undefined
