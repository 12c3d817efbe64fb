import * as v from 'valibot'
import type { SignedFileName } from '#core/errors/error-code.ts'
import type { JsonLimits } from '#core/record/read-json.ts'
import { publicJwkSchema, type PublicJwk } from '#core/submission/submission.ts'
import { base64urlSchema } from './base64url.ts'

/** How one kind of signed file is written and what its payload may be. */
export interface SignedFileKind<T> {
  readonly name: SignedFileName
  /** Value of the member `caibao`; its part before the slash names the kind in every version. */
  readonly caibao: `${string}/${number}`
  readonly typ: string
  readonly note: string
  readonly limits: JsonLimits
  readonly schema: v.GenericSchema<unknown, T>
  /** RFC 8785 form, in NFC, of a content that may be many megabytes long: in parts that are not held as one text. */
  readonly canonicalParts?: (content: T) => readonly string[]
}

/** A signed file whose signature has been verified. */
export interface SignedFile<T> {
  readonly content: T
  /** SHA-256 of the decoded payload, hex. */
  readonly digest: string
  /** RFC 7638 thumbprint of the key that signed. */
  readonly signer: string
  readonly signerKey: PublicJwk
  /** What units above say of who signed, nearest first: JWS compact serialization; believed only as far as they check. */
  readonly certificates: readonly string[]
  /** The file, byte for byte. */
  readonly text: string
}

/** Certificates a file may carry: no way up is longer. */
export const certificatesSchema = v.pipe(
  v.array(v.pipe(v.string(), v.maxLength(8192), v.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/))),
  v.maxLength(8),
)

/** The outer members: JWS JSON Serialization, general form, with exactly one signature. */
export const signedEnvelopeSchema = v.strictObject({
  caibao: v.string(),
  note: v.exactOptional(v.pipe(v.string(), v.maxLength(500))),
  payload: base64urlSchema,
  signatures: v.pipe(v.array(v.strictObject({ protected: base64urlSchema, signature: base64urlSchema })), v.length(1)),
  // Each is signed itself, so none needs to be covered by the signature of the file.
  certificates: v.exactOptional(certificatesSchema),
})

/** Protected header of the signature; `typ` keeps one kind of file from passing as another. */
export const signedHeaderSchema = v.strictObject({
  alg: v.literal('ES256'),
  typ: v.string(),
  jwk: publicJwkSchema,
  kid: v.pipe(base64urlSchema, v.length(43)),
})
