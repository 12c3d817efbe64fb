import * as v from 'valibot'
import { parsePath } from '#core/record/field-path.ts'
import type { SignedFile, SignedFileKind } from '#core/signed/signed-file.ts'
import { unitSchema } from '#core/unit/unit.ts'

/** Why a unit sends a value back; the words for people stand in `reason-names.zh-CN.ts`. */
export const returnReasons = ['differs', 'missing', 'outOfScope', 'unclear', 'noEvidence', 'other'] as const

/** Code of a reason to send a value back. */
export type ReturnReason = (typeof returnReasons)[number]

const hex64 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
/** Longest remark on one place. */
export const longestComment = 500
// The clerk's own words: lines may be broken, nothing invisible may hide in them.
const words = v.pipe(
  v.string(),
  v.maxLength(longestComment),
  v.check((text) => text === text.normalize('NFC') && !/[\p{Cf}\p{Cs}\p{Co}]|[^\P{Cc}\n]/u.test(text)),
)
const path = v.pipe(
  v.string(),
  v.maxLength(64),
  v.check((text) => parsePath(text) !== undefined),
)
const commentSchema = v.strictObject({ path, reason: v.picklist(returnReasons), text: words })

/** Shape of what a unit signs when it sends a submission back. */
export const returnSlipContentSchema = v.strictObject({
  id: v.pipe(v.string(), v.uuid()),
  submissionDigest: hex64,
  recordId: v.pipe(v.string(), v.uuid()),
  revision: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)),
  comments: v.pipe(v.array(commentSchema), v.minLength(1), v.maxLength(500)),
  unit: unitSchema,
  returnedAt: v.pipe(v.string(), v.isoTimestamp()),
})

/** 退回单: which submission comes back, and what is to be looked at, place by place. */
export type ReturnSlipContent = v.InferOutput<typeof returnSlipContentSchema>

/** One remark on one place of the record. */
export type ReturnComment = v.InferOutput<typeof commentSchema>

/** A return slip whose signature has been verified. */
export type ReturnSlip = SignedFile<ReturnSlipContent>

/** 退回单 `.rtn`. */
export const returnSlipKind: SignedFileKind<ReturnSlipContent> = {
  name: 'returnSlip',
  caibao: 'return-slip/1',
  typ: 'caibao-return-slip+jws',
  note: '这是单位的退回单，请在填写这份记录的电脑上用采报打开：会回到需要核对的栏目；请不要改动。',
  limits: { sizeBytes: 1_048_576, depth: 10 },
  schema: returnSlipContentSchema,
}
