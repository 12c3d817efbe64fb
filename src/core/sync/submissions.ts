import * as v from 'valibot'
import { base64urlSchema } from '#core/signed/base64url.ts'
import { sealedLimits } from '#core/submission/sealed-submission.ts'
import { endpoint } from './endpoint.ts'
import { count, errorAnswerSchema, fileText, hex64, id, instant } from './wire.ts'

/** Most submissions in one request. */
const batchLimit = 100

const claimParts = v.strictTuple([base64urlSchema, base64urlSchema, base64urlSchema])
/** A compact JWS; each part has one spelling. */
const claimText = v.pipe(
  v.string(),
  v.maxLength(4096),
  v.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  v.check((text) => v.is(claimParts, text.split('.'))),
)
const receiptText = v.pipe(v.string(), v.maxLength(16_384))

/** Where a submission stands, as far as its person may know. */
export const submissionStates = [
  'received',
  'inReview',
  'returned',
  'passed',
  'reported',
  'replaced',
  'erased',
] as const

/** Where a submission stands. */
export type SubmissionState = (typeof submissionStates)[number]

/** The word for a submission that is safe on the server's disk, now or since an earlier attempt. */
export const acceptedSchema = v.strictObject({
  digest: hex64,
  receipt: receiptText,
  /** It lay there already: an answer to an earlier attempt was lost. */
  isKnown: v.boolean(),
  /** What the server's rules found; absent for a sealed file, which only its unit can check. */
  issues: v.exactOptional(v.strictObject({ error: count, warning: count, info: count })),
})

/** The word for a submission that is safe on the server's disk. */
export type Accepted = v.InferOutput<typeof acceptedSchema>

/** Uploads one `.rpu`: the body is the file, byte for byte; a sealed one brings its claim in `Caibao-Claim`. */
export const uploadSubmission = endpoint({
  method: 'POST',
  path: '/submissions',
  access: 'task',
  summary:
    '上传一份报送文件（正文即文件原文；密封的要带 Caibao-Claim），落盘后才回答，回答里有签名回执；重复上传得到同一份回执',
  bodyType: 'text',
  bodyBytes: sealedLimits.sizeBytes,
  body: fileText(sealedLimits.sizeBytes),
  answer: acceptedSchema,
})

/** Each file of a batch for itself: accepted, or refused with a reason. */
export const batchAnswerSchema = v.strictObject({
  items: v.pipe(
    v.array(v.union([acceptedSchema, v.strictObject({ error: errorAnswerSchema })])),
    v.maxLength(batchLimit),
  ),
})

/** What became of each file of a batch, in order. */
export type BatchAnswer = v.InferOutput<typeof batchAnswerSchema>

/** Uploads up to a hundred files in one request. */
export const uploadBatch = endpoint({
  method: 'POST',
  path: '/submissions/batch',
  access: 'task',
  summary: '一次上传至多 100 份报送文件，逐份回答',
  bodyBytes: 16 * 1_048_576,
  body: v.strictObject({
    items: v.pipe(
      v.array(v.strictObject({ file: fileText(sealedLimits.sizeBytes), claim: v.exactOptional(claimText) })),
      v.minLength(1),
      v.maxLength(batchLimit),
    ),
  }),
  answer: batchAnswerSchema,
})

const replacementSchema = v.strictObject({
  digest: hex64,
  revision: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)),
})

/** Where one submission stands. */
export const submissionStatusSchema = v.strictObject({
  digest: hex64,
  taskId: id,
  state: v.picklist(submissionStates),
  receivedAt: instant,
  /** When it came to stand so. */
  at: instant,
  /** The submission of the same record that counts in its place; it may come from another device of the person. */
  replacedBy: v.exactOptional(replacementSchema),
})

/** Where one submission stands. */
export type SubmissionStatus = v.InferOutput<typeof submissionStatusSchema>

const byDigest = v.strictObject({ digest: hex64 })

/** Where a submission of this device stands. */
export const getSubmissionStatus = endpoint({
  method: 'GET',
  path: '/submissions/:digest',
  access: 'device',
  summary: '本机签名的一份报送现在到了哪一步',
  params: byDigest,
  answer: submissionStatusSchema,
})

/** The receipt once more, for a device that lost it. */
export const getReceipt = endpoint({
  method: 'GET',
  path: '/submissions/:digest/receipt',
  access: 'device',
  summary: '再取一次本机签名的一份报送的回执',
  params: byDigest,
  answer: v.strictObject({ receipt: receiptText }),
})
