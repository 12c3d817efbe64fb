import * as v from 'valibot'
import { recordSchema } from '#core/record/record-schema.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { base64urlSchema } from '#core/signed/base64url.ts'

/**
 * 报送文件 `.rpu`: JWS JSON Serialization, general form (RFC 7515), with two extra top-level members
 * that JWS readers ignore: `caibao` (what it is) and `note` (one sentence for whoever opens it).
 */
export const submissionKind = 'submission/1'

/** Kind of a submission sealed to a unit (JWE); recognised here, opened by its unit. */
export const sealedSubmissionKind = 'sealed-submission/1'

/** The sentence a person reads who opens the file in an editor. */
export const submissionNote =
  '这是采报生成的报送文件，请交给单位采集员用采报接收；双击打开看到这些文字不会损坏它，但请不要改动或另存。'

/** Bounds before parsing: a record of six sheets with 200 rows each stays below. */
export const submissionLimits = { sizeBytes: 4 * 1_048_576, depth: 16 } as const

const hex = (digits: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`)))
const line = (longest: number) => v.pipe(v.string(), v.maxLength(longest))

/** A value the unit changed on behalf of the person: who, when, where, from what to what, and why (M10). */
const correctionSchema = v.strictObject({
  by: line(60),
  at: v.pipe(v.string(), v.isoTimestamp()),
  path: line(64),
  before: line(2000),
  after: line(2000),
  reason: line(500),
})

/** Most values that were ever corrected in one payload. */
export const mostCorrections = 2000

/** What is signed: the record, its place in the row of revisions, and the reasons given for warnings. */
export const submissionContentSchema = v.strictObject({
  record: recordSchema,
  /** Counted by the person from 1; 0 when the unit entered the record before the person signed anything. */
  revision: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)),
  previous: v.exactOptional(hex(64)),
  scheme: v.strictObject({ id: line(64), version: line(32), digest: hex(64) }),
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  taskId: v.exactOptional(line(128)),
  warnings: v.pipe(v.array(v.strictObject({ rule: line(16), path: line(64), reason: line(500) })), v.maxLength(2000)),
  /** In a payload the unit signed in place of the person's: everything that was changed since the person signed. */
  corrections: v.exactOptional(v.pipe(v.array(correctionSchema), v.minLength(1), v.maxLength(mostCorrections))),
})

/** One value the unit changed on behalf of the person. */
export type Correction = v.InferOutput<typeof correctionSchema>

/** What a submission says, once its signatures have been verified. */
export type SubmissionContent = Readonly<Omit<v.InferOutput<typeof submissionContentSchema>, 'record'>> & {
  readonly record: PersonRecord
}

/** Outer members; `header` and single-signature forms are refused so that nothing unsigned steers the reader. */
export const envelopeSchema = v.strictObject({
  caibao: v.string(),
  note: v.exactOptional(v.string()),
  payload: base64urlSchema,
  signatures: v.pipe(
    v.array(v.strictObject({ protected: base64urlSchema, signature: base64urlSchema })),
    v.minLength(1),
    v.maxLength(16),
  ),
})

/** The outer members of a `.rpu` file. */
export type Envelope = v.InferOutput<typeof envelopeSchema>

/** Public half of a P-256 key as it stands in a signature's header. */
export const publicJwkSchema = v.strictObject({
  kty: v.literal('EC'),
  crv: v.literal('P-256'),
  x: v.pipe(base64urlSchema, v.length(43)),
  y: v.pipe(base64urlSchema, v.length(43)),
})

/** Protected header of a signature; `prev` binds a countersignature to the signatures before it. */
export const protectedHeaderSchema = v.strictObject({
  alg: v.literal('ES256'),
  typ: v.picklist(['caibao-submission+jws', 'caibao-countersignature+jws']),
  jwk: publicJwkSchema,
  kid: v.pipe(base64urlSchema, v.length(43)),
  prev: v.exactOptional(v.pipe(base64urlSchema, v.length(43))),
})

/** Public half of a P-256 signing key. */
export type PublicJwk = v.InferOutput<typeof publicJwkSchema>

/** A key pair that can sign submissions; the private half may be non-extractable. */
export interface SigningKey {
  readonly privateKey: CryptoKey
  readonly publicJwk: PublicJwk
  /** Of a unit's key: what the units above say of it, nearest first; what it signs as a file carries them. */
  readonly certificates?: readonly string[]
}

/** A submission whose every signature has been verified. */
export interface Submission {
  readonly content: SubmissionContent
  /** SHA-256 of the decoded payload, hex. */
  readonly digest: string
  /** RFC 7638 thumbprints of the keys that signed, the person's first. */
  readonly signers: readonly string[]
  /** The file, byte for byte. */
  readonly text: string
}
