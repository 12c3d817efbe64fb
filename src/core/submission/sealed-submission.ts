import * as v from 'valibot'
import { base64urlSchema as base64url } from '#core/signed/base64url.ts'
import { publicJwkSchema, sealedSubmissionKind } from './submission.ts'

/** Algorithms of a sealed file; no other is opened. */
export const sealing = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM', typ: 'caibao-sealed+jwe' } as const

/** The sentence a person reads who opens the file in an editor. */
export const sealedNote = '这是采报生成的密封报送文件，只有收件单位能打开。请原样交给单位采集员；请不要改动或另存。'

/** Bounds before parsing: a submission in base64url, and what stands around it. */
export const sealedLimits = { sizeBytes: 6 * 1_048_576, depth: 8 } as const

const kid = v.pipe(base64url, v.length(43))
const epk = v.exactOptional(publicJwkSchema)

/** Outer members: JWE JSON Serialization, general form (RFC 7516), for the unit and maybe the level above. */
export const sealedEnvelopeSchema = v.strictObject({
  caibao: v.literal(sealedSubmissionKind),
  note: v.exactOptional(v.pipe(v.string(), v.maxLength(500))),
  protected: v.pipe(base64url, v.maxLength(1024)),
  iv: v.pipe(base64url, v.length(16)),
  ciphertext: base64url,
  tag: v.pipe(base64url, v.length(22)),
  recipients: v.pipe(
    v.array(
      v.strictObject({
        header: v.strictObject({ alg: v.literal(sealing.alg), kid, epk }),
        encrypted_key: v.pipe(base64url, v.length(54)),
      }),
    ),
    v.minLength(1),
    v.maxLength(2),
  ),
})

/** Protected header; `zip` is not among its members, so that nothing inflates. */
export const sealedHeaderSchema = v.strictObject({
  enc: v.literal(sealing.enc),
  typ: v.literal(sealing.typ),
  cty: v.literal('caibao-submission+jws'),
  epk,
})

/** The outer members of a sealed file. */
export type SealedEnvelope = v.InferOutput<typeof sealedEnvelopeSchema>
