import * as v from 'valibot'
import { reviewEventSchema } from '#core/review/review-event.ts'
import { sealedLimits } from '#core/submission/sealed-submission.ts'
import { endpoint, staffRoles } from './endpoint.ts'
import { fileText, hex64, id, instant, numberInQuery, position, thumbprint } from './wire.ts'

const where = { position, orgId: id, at: instant }

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
  v.strictObject({ ...where, kind: v.literal('review'), event: reviewEventSchema, account: id }),
  v.strictObject({ ...where, kind: v.literal('returned'), slipId: id, digest: hex64 }),
  v.strictObject({ ...where, kind: v.literal('pack'), packId: id, digest: hex64, sizeBytes: v.number() }),
  v.strictObject({ ...where, kind: v.literal('erased'), digest: hex64 }),
])

/** One thing that happened in an organisation. */
export type Change = v.InferOutput<typeof changeSchema>

/** A page of changes; `next` asks for the one after it, `head` is where the log ends now. */
export const changePageSchema = v.strictObject({
  items: v.pipe(v.array(changeSchema), v.maxLength(500)),
  next: position,
  head: position,
})

/** A page of changes. */
export type ChangePage = v.InferOutput<typeof changePageSchema>

/** What happened in an organisation after a place in the log: without gaps, without anything twice. */
export const listChanges = endpoint({
  method: 'GET',
  path: '/changes',
  access: { staff: staffRoles },
  summary: '某单位在日志某个位置之后发生的事；没有缺漏，没有重复，随时可以接着取',
  query: v.strictObject({
    orgId: id,
    after: numberInQuery(0, Number.MAX_SAFE_INTEGER),
    limit: v.exactOptional(numberInQuery(1, 500)),
  }),
  answer: changePageSchema,
})

/** What became of one pushed step: it stands, or others came first. */
export const pushResultSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('accepted'), id, position }),
  /** Steps of the case after the base the pusher knew: shown field by field, nothing was overwritten. */
  v.strictObject({
    kind: v.literal('conflict'),
    id,
    sequence: v.number(),
    events: v.pipe(v.array(reviewEventSchema), v.maxLength(1000)),
  }),
])

/** What became of one pushed step. */
export type PushResult = v.InferOutput<typeof pushResultSchema>

/** Pushes steps of review; each names its case and the place in its trail that it expects to take. */
export const pushReviewEvents = endpoint({
  method: 'POST',
  path: '/reviews',
  access: { staff: staffRoles },
  summary: '上传审核步骤；每步写明它在个案里的序号，别处先做了的会作为冲突原样返回',
  bodyBytes: 4 * 1_048_576,
  body: v.strictObject({
    orgId: id,
    events: v.pipe(v.array(reviewEventSchema), v.minLength(1), v.maxLength(500)),
  }),
  answer: v.strictObject({ items: v.pipe(v.array(pushResultSchema), v.maxLength(500)) }),
})
