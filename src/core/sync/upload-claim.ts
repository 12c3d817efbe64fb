import * as v from 'valibot'
import type { MessageKind } from '#core/signed/compact.ts'
import { id, hex64 } from './wire.ts'

/**
 * What a device says of a file it uploads, signed with the key that signed the submission inside. A sealed file tells
 * the server nothing; the claim binds its bytes to a device, a digest and a task. It is made once with the file and
 * sent again with every attempt: it grants nothing but the delivery of these very bytes, so it needs no nonce.
 */
const uploadClaimSchema = v.strictObject({
  /** SHA-256 of the file's bytes as they are sent. */
  file: hex64,
  /** Digest of the submission inside. */
  digest: hex64,
  taskId: id,
  recordId: id,
  revision: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  previous: v.exactOptional(hex64),
})

/** What a device says of a file it uploads. */
export type UploadClaim = v.InferOutput<typeof uploadClaimSchema>

/** A claim as a signed message. */
export const uploadClaimKind: MessageKind<UploadClaim> = { typ: 'caibao-upload+jws', schema: uploadClaimSchema }

/** Header that carries the claim beside the file. */
export const uploadClaimHeader = 'Caibao-Claim'
