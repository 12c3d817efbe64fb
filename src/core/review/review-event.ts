import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { longestValue } from '#core/record/record.ts'
import { longestUserName } from '#core/unit/user-name.ts'

const hex64 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const largest = Number.MAX_SAFE_INTEGER
const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(largest))
const line = (longest: number) => v.pipe(v.string(), v.maxLength(longest))

/** Longest reason of a step. */
export const longestReason = 500
/** Most values that are corrected in one step. */
export const mostChanges = 500
/** So much of a file's name stands in the trail. */
export const longestFileName = 200
const reason = line(longestReason)
const value = line(longestValue)

/** Names a unit below went by when it reported this person before (it was renamed): what it said then is its own word. */
const formerly = v.exactOptional(v.pipe(v.array(line(60)), v.minLength(1), v.maxLength(20)))

const whose = { recordId: line(64), name: value, gender: line(16) }

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
    revision: wholeNumber,
    signer: line(64),
    file: line(longestFileName),
    /** How many values a unit below corrected in it: a correction is newer than what it corrects. */
    corrections: v.exactOptional(wholeNumber),
    /** Unit below that reported it in a pack, checked and countersigned. */
    unit: v.exactOptional(line(60)),
    formerly,
    /** Whose it is, where people are told apart by an ID number (M03); absent in steps from before it was kept. */
    whose: v.exactOptional(v.strictObject(whose)),
    /** Whose the submission is that counted when it came, where no step before says it. */
    beside: v.exactOptional(v.strictObject({ digest: hex64, ...whose })),
  }),
  v.strictObject({ kind: v.literal('opened') }),
  v.strictObject({ kind: v.literal('ticked'), item: v.picklist(checklistItems), isTicked: v.boolean() }),
  v.strictObject({
    kind: v.literal('chosen'),
    digest: hex64,
    reason,
    /** Whose report counts, where more than one unit brought the very same file. */
    unit: v.exactOptional(line(60)),
  }),
  v.strictObject({
    kind: v.literal('corrected'),
    /** Digest of the corrected payload, which names the one before. */
    digest: hex64,
    from: hex64,
    changes: v.pipe(
      v.array(v.strictObject({ path: line(64), before: value, after: value, reason })),
      v.minLength(1),
      v.maxLength(mostChanges),
    ),
  }),
  v.strictObject({ kind: v.literal('returned'), digest: hex64, slip: line(64), comments: wholeNumber }),
  v.strictObject({ kind: v.literal('passed'), digest: hex64 }),
  v.strictObject({ kind: v.literal('reopened'), reason }),
  v.strictObject({
    kind: v.literal('setAside'),
    reason,
    /** Of earlier trails, which had no step for it: what `letGo` and `nobodyReports` say. */
    withdrawnBy: v.exactOptional(line(60)),
    formerly,
  }),
  /** A unit below no longer reports the person, by this pack. */
  v.strictObject({ kind: v.literal('letGo'), unit: line(60), pack: hex64, reason, formerly }),
  /** It was the last that did: when one does again, the case is open again. */
  v.strictObject({ kind: v.literal('nobodyReports'), unit: line(60) }),
  /** A unit let the person go, and what the case rests on is another than was looked at; or is about to be. */
  v.strictObject({ kind: v.literal('unsettled') }),
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
  at: v.pipe(v.number(), v.integer(), v.minValue(-largest), v.maxValue(largest)),
  /** Who did it, as they named themselves. */
  by: line(longestUserName),
  step: stepSchema,
})

/** A line of a case's trail: appended, never changed. */
export type ReviewEvent = v.InferOutput<typeof reviewEventSchema>

const trailSchema = v.array(reviewEventSchema)

/** Whether steps can be read again once they were written; what cannot is named by its place. */
export function readableSteps(events: readonly ReviewEvent[]): Result<void, AppError<'REVIEW_STEP_UNREADABLE'>> {
  const read = v.safeParse(trailSchema, events)
  if (read.success) return ok(undefined)
  // The first part of the path is the position among those that are written together: it tells nobody anything.
  const place = (v.getDotPath(read.issues[0]) ?? '').replace(/^\d+\./, '')
  return fail('REVIEW_STEP_UNREADABLE', { place })
}
