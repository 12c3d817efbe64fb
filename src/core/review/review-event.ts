import * as v from 'valibot'

const hex64 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const line = (longest: number) => v.pipe(v.string(), v.maxLength(longest))

/** Points that are compared with the originals before a person may pass (S3-3, rule M08). */
export const checklistItems = [
  'originals',
  'currentPost',
  'phone',
  'email',
  'identityNature',
  'education',
  'titleLogic',
  'awardScope',
  'honors',
] as const

/** One point of the checklist. */
export type ChecklistItem = (typeof checklistItems)[number]

const stepSchemas = [
  v.strictObject({
    kind: v.literal('received'),
    digest: hex64,
    revision: v.number(),
    signer: line(64),
    file: line(200),
    /** How many values a unit below corrected in it: a correction is newer than what it corrects. */
    corrections: v.exactOptional(v.number()),
    /** Unit below that reported it in a pack, checked and countersigned. */
    unit: v.exactOptional(line(60)),
  }),
  v.strictObject({ kind: v.literal('opened') }),
  v.strictObject({ kind: v.literal('ticked'), item: v.picklist(checklistItems), isTicked: v.boolean() }),
  v.strictObject({ kind: v.literal('chosen'), digest: hex64, reason: line(500) }),
  v.strictObject({
    kind: v.literal('corrected'),
    /** Digest of the corrected payload, which names the one before. */
    digest: hex64,
    from: hex64,
    changes: v.pipe(
      v.array(v.strictObject({ path: line(64), before: line(1000), after: line(1000), reason: line(500) })),
      v.minLength(1),
      v.maxLength(500),
    ),
  }),
  v.strictObject({ kind: v.literal('returned'), digest: hex64, slip: line(64), comments: v.number() }),
  v.strictObject({ kind: v.literal('passed'), digest: hex64 }),
  v.strictObject({ kind: v.literal('reopened'), reason: line(500) }),
  v.strictObject({
    kind: v.literal('setAside'),
    reason: line(500),
    /** Unit below that no longer reports the person: when it does again, the case is open again. */
    withdrawnBy: v.exactOptional(line(60)),
  }),
  v.strictObject({ kind: v.literal('takenBack') }),
  v.strictObject({ kind: v.literal('reported'), digest: hex64, pack: hex64 }),
  /** A pack took back what an earlier one had reported of this person. */
  v.strictObject({ kind: v.literal('withdrawn'), digest: hex64, pack: hex64 }),
] as const

const stepSchema = v.variant('kind', [...stepSchemas])

/** What was done in a case. */
export type ReviewStep = v.InferOutput<typeof stepSchema>

/** Shape of a line of a case's trail. */
export const reviewEventSchema = v.strictObject({
  id: v.pipe(v.string(), v.uuid()),
  caseId: line(80),
  /** Place in the trail of this case, from 1. */
  sequence: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Instant, milliseconds since 1970. */
  at: v.number(),
  /** Who did it, as they named themselves. */
  by: line(60),
  step: stepSchema,
})

/** A line of a case's trail: appended, never changed. */
export type ReviewEvent = v.InferOutput<typeof reviewEventSchema>
