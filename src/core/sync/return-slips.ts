import * as v from 'valibot'
import { returnSlipKind } from '#core/return-slip/return-slip.ts'
import { endpoint } from './endpoint.ts'
import { logMarkSchema } from './log-mark.ts'
import { fileText, hex64, id, instant, numberInQuery, position } from './wire.ts'

/** A return slip as it waits for its device: the signed `.rtn`, unread by the server but for its digest. */
export const waitingSlipSchema = v.strictObject({
  position,
  slipId: id,
  submissionDigest: hex64,
  at: instant,
  file: fileText(returnSlipKind.limits.sizeBytes),
  /** The mark of its place in the log, for whoever sent one. */
  mark: v.exactOptional(logMarkSchema),
})

/** A return slip as it waits for its device. */
export type WaitingSlip = v.InferOutput<typeof waitingSlipSchema>

/**
 * Return slips for what this device signed, oldest first, a page at a time; the empty page is the end. A log that does not
 * go on from `mark` is refused.
 */
export const listReturnSlips = endpoint({
  method: 'GET',
  path: '/return-slips',
  access: 'device',
  summary:
    '退给本机签名的报送的退回单，按先后，一次一页；after 是上次得到的 next，直到空页为止；与 mark（在日志里见过的最远处）接不上时答 SERVER_LOG_OTHER',
  query: v.strictObject({
    after: v.exactOptional(numberInQuery(0, Number.MAX_SAFE_INTEGER)),
    mark: v.exactOptional(logMarkSchema),
  }),
  answer: v.strictObject({ items: v.pipe(v.array(waitingSlipSchema), v.maxLength(100)), next: position }),
})

/** A unit sends a submission back: the slip is signed by the unit's key. */
export const pushReturnSlip = endpoint({
  method: 'POST',
  path: '/return-slips',
  access: { staff: ['collector', 'reviewer', 'admin'] },
  summary: '单位退回一份报送：正文是单位签名的退回单；同一张重复上传不会多出一张',
  bodyType: 'text',
  bodyBytes: returnSlipKind.limits.sizeBytes,
  body: fileText(returnSlipKind.limits.sizeBytes),
  answer: v.strictObject({ slipId: id, position }),
})
