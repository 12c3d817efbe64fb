import * as v from 'valibot'
import { reviewEventSchema } from '#core/review/review-event.ts'
import { sealedLimits } from '#core/submission/sealed-submission.ts'
import { endpoint, staffRoles } from './endpoint.ts'
import { fieldConflictSchema } from './field-conflict.ts'
import { logMarkSchema } from './log-mark.ts'
import { pushedStepSchema } from './pushed-step.ts'
import {
  errorAnswerSchema,
  fileText,
  hex64,
  id,
  instant,
  numberInQuery,
  position,
  shownLine,
  thumbprint,
} from './wire.ts'

const where = { position, orgId: id, at: instant }
const { step: _step, ...eventEntries } = reviewEventSchema.entries

/** A line of a case's trail as it travels: its step plain, or sealed to the unit but for its kind and digest. */
export const pushedEventSchema = v.strictObject({ ...eventEntries, step: pushedStepSchema })

/** A line of a case's trail as it travels. */
export type PushedEvent = v.InferOutput<typeof pushedEventSchema>

/** One thing that happened in an organisation, at its place in the log. */
export const changeSchema = v.variant('kind', [
  v.strictObject({
    ...where,
    kind: v.literal('submission'),
    digest: hex64,
    device: thumbprint,
    taskId: id,
    recordId: id,
    revision: v.number(),
    isSealed: v.boolean(),
    /** The file as it came; absent once the person's data was erased. */
    file: v.exactOptional(fileText(sealedLimits.sizeBytes)),
  }),
  v.strictObject({ ...where, kind: v.literal('review'), event: pushedEventSchema, account: id }),
  /** A payload the unit corrected and countersigned, plain or sealed to it. */
  v.strictObject({
    ...where,
    kind: v.literal('correction'),
    digest: hex64,
    account: id,
    file: v.exactOptional(fileText(sealedLimits.sizeBytes)),
  }),
  v.strictObject({ ...where, kind: v.literal('returned'), slipId: id, digest: hex64 }),
  v.strictObject({
    ...where,
    kind: v.literal('pack'),
    packId: id,
    digest: hex64,
    sizeBytes: v.number(),
    /** Unit of its manifest. */
    unitOrgId: id,
    people: v.number(),
  }),
  v.strictObject({ ...where, kind: v.literal('erased'), digest: hex64 }),
])

/** One thing that happened in an organisation. */
export type Change = v.InferOutput<typeof changeSchema>

/** Most changes on a page. */
const changePageLimit = 500

/**
 * A page of changes; `next` asks for the one after it, `head` is where the log ends now. `mark` is that of `next`, for
 * whoever sent one.
 */
export const changePageSchema = v.strictObject({
  items: v.pipe(v.array(changeSchema), v.maxLength(changePageLimit)),
  next: position,
  head: position,
  mark: v.exactOptional(logMarkSchema),
})

/** A page of changes. */
export type ChangePage = v.InferOutput<typeof changePageSchema>

/**
 * What happened in an organisation after a place in the log: without gaps, without anything twice. A page ends before a
 * pack and holds nothing beside it. A log that does not go on from `mark` is refused (`SERVER_LOG_OTHER`).
 */
export const listChanges = endpoint({
  method: 'GET',
  path: '/changes',
  access: { staff: staffRoles },
  summary:
    '某单位在日志某个位置之后发生的事，below=1 时连同下级，不漏不重；next 小于 head 就还有；上报包单独成页；与 mark（上一页给的）接不上时答 SERVER_LOG_OTHER',
  query: v.strictObject({
    orgId: id,
    after: numberInQuery(0, Number.MAX_SAFE_INTEGER),
    limit: v.exactOptional(numberInQuery(1, changePageLimit)),
    below: v.exactOptional(v.picklist(['0', '1'])),
    mark: v.exactOptional(logMarkSchema),
  }),
  answer: changePageSchema,
})

/** Most of what a conflict shows beside itself; all of it is in the changes. */
export const conflictLimits = { events: 1000, fields: 500 } as const

/** What became of one pushed step: it stands, others came first, or it is not allowed. */
export const pushResultSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('accepted'), id, position }),
  v.strictObject({
    kind: v.literal('conflict'),
    id,
    /** Where the trail of the case ends on the server. */
    sequence: v.number(),
    /**
     * Steps from the place on that this one wanted, as many as there is room for in the answer, at the first step of a
     * case that did not stand: nothing was overwritten.
     */
    events: v.pipe(v.array(pushedEventSchema), v.maxLength(conflictLimits.events)),
    /** Values both sides changed, as far as the server can read the steps and there is room. */
    fields: v.pipe(v.array(fieldConflictSchema), v.maxLength(conflictLimits.fields)),
  }),
  v.strictObject({ kind: v.literal('refused'), id, error: errorAnswerSchema }),
])

/** What became of one pushed step. */
export type PushResult = v.InferOutput<typeof pushResultSchema>

/** Pushes steps of review; each names its case and the place in its trail that it expects to take. */
export const pushReviewEvents = endpoint({
  method: 'POST',
  path: '/reviews',
  access: { staff: staffRoles },
  summary: '上传审核步骤；每步写明它在个案里的序号，别处先做了的会作为冲突原样返回，不覆盖',
  bodyBytes: 4 * 1_048_576,
  body: v.strictObject({
    orgId: id,
    events: v.pipe(v.array(pushedEventSchema), v.minLength(1), v.maxLength(500)),
  }),
  answer: v.strictObject({ items: v.pipe(v.array(pushResultSchema), v.maxLength(500)) }),
})

/** A corrected payload for the other devices of the unit; the same once more changes nothing. */
export const pushCorrection = endpoint({
  method: 'POST',
  path: '/corrections',
  access: { staff: staffRoles },
  summary: '上传单位更正并副署的报送（明文或密封给本单位），供本单位其他设备取用；重复上传没有影响',
  bodyBytes: sealedLimits.sizeBytes + 65_536,
  body: v.strictObject({ orgId: id, digest: hex64, file: fileText(sealedLimits.sizeBytes) }),
  answer: v.strictObject({ position }),
})

/** Who else has a case open now: a hint, no lock. */
export const announcePresence = endpoint({
  method: 'PUT',
  path: '/presence',
  access: { staff: staffRoles },
  summary: '告诉服务器我正看着哪个个案（一分钟有效；caseId 为空表示离开），得到还有谁在看；只是提示，不是锁',
  body: v.strictObject({ orgId: id, caseId: v.pipe(v.string(), v.maxLength(80)) }),
  answer: v.strictObject({
    others: v.pipe(v.array(v.strictObject({ account: id, name: shownLine(60), until: instant })), v.maxLength(50)),
  }),
})
