import { base64url, calculateJwkThumbprint, compactVerify, CompactSign, importJWK } from 'jose'
import * as v from 'valibot'
import { decodeText, type JsonLimits, readJson } from '#core/record/read-json.ts'
import { publicJwkSchema, type PublicJwk, type SigningKey } from '#core/submission/submission.ts'
import { base64urlSchema } from './base64url.ts'

/** Something small signed for the wire, whose signature has been verified. */
export interface SignedMessage<T> {
  readonly content: T
  /** RFC 7638 thumbprint of the key that signed. */
  readonly signer: string
  readonly signerKey: PublicJwk
}

/** How one kind of message is told from another, and what it may say. */
export interface MessageKind<T> {
  readonly typ: string
  readonly schema: v.GenericSchema<unknown, T>
}

const limits: JsonLimits = { sizeBytes: 4096, depth: 4 }

/** Header, content and signature. */
const partsSchema = v.strictTuple([base64urlSchema, base64urlSchema, base64urlSchema])

const headerSchema = v.strictObject({
  alg: v.literal('ES256'),
  typ: v.string(),
  jwk: publicJwkSchema,
  kid: v.pipe(base64urlSchema, v.length(43)),
})

/** Signs a message: JWS, compact serialization, with the public key in the protected header. */
export async function signMessage<T>({ typ }: MessageKind<T>, content: T, key: SigningKey): Promise<string> {
  const kid = await calculateJwkThumbprint(key.publicJwk, 'sha256')
  return new CompactSign(new TextEncoder().encode(JSON.stringify(content)))
    .setProtectedHeader({ alg: 'ES256', typ, jwk: key.publicJwk, kid })
    .sign(key.privateKey)
}

function readPart(part: string): unknown {
  const text = decodeText(base64url.decode(part), limits)
  const json = text.ok ? readJson(text.value, limits) : text
  return json.ok ? json.value : undefined
}

/** Verifies and reads a message of this kind; undefined for anything else, whatever is wrong with it. */
export async function readMessage<T>(text: string, kind: MessageKind<T>): Promise<SignedMessage<T> | undefined> {
  try {
    if (text.length > limits.sizeBytes) return undefined
    const [protectedHeader, payload] = v.parse(partsSchema, text.split('.'))
    const header = v.parse(headerSchema, readPart(protectedHeader))
    if (header.typ !== kind.typ || (await calculateJwkThumbprint(header.jwk, 'sha256')) !== header.kid) return undefined
    await compactVerify(text, await importJWK({ ...header.jwk, alg: 'ES256' }), { algorithms: ['ES256'] })
    return { content: v.parse(kind.schema, readPart(payload)), signer: header.kid, signerKey: header.jwk }
  } catch {
    return undefined
  }
}
