import canonicalize from 'canonicalize'
import { calculateJwkThumbprint, FlattenedSign } from 'jose'
import type { PublicJwk, SigningKey } from '#core/submission/submission.ts'
import { bytesOfParts } from './bytes-of-parts.ts'
import type { SignedFileKind } from './signed-file.ts'

/** What a signer says about itself, in the order in which it is written. */
export interface SignerHeader {
  readonly alg: 'ES256'
  readonly typ: string
  readonly jwk: PublicJwk
  readonly kid: string
}

/** The three parts of a signature as RFC 7515 §7.2.1 writes them, each in base64url. */
export interface SignedParts {
  readonly payload: string
  readonly protected: string
  readonly signature: string
}

/** Signs a text, given in parts; the platform may have a way that takes less room than the one for all. */
export type SignText = (parts: readonly string[], header: SignerHeader, key: CryptoKey) => Promise<SignedParts>

const signByWebCrypto: SignText = async (parts, header, key) => {
  const signed = await new FlattenedSign(bytesOfParts(parts)).setProtectedHeader({ ...header }).sign(key)
  return { payload: signed.payload, protected: signed.protected ?? '', signature: signed.signature }
}

/** RFC 8785 form in NFC, in parts where the kind has its own way. */
const canonicalParts = <T>(kind: SignedFileKind<T>, content: T): readonly string[] =>
  kind.canonicalParts?.(content) ?? [canonicalize(content)?.normalize('NFC') ?? '']

/** How a file is written. */
export interface SigningOptions {
  /** Spaces before a member, each on a line of its own, as people look at a file; 0 for one line without a break. */
  readonly indent?: 0 | 1
  readonly sign?: SignText
}

/**
 * Signs the content as a file of this kind, with the certificates of the key if there are any. In parts end to end: the
 * payload apart, because the Chinese around it would make a long one take two bytes a character.
 */
export async function signFileInParts<T>(
  kind: SignedFileKind<T>,
  content: T,
  key: SigningKey,
  { indent = 1, sign = signByWebCrypto }: SigningOptions = {},
): Promise<readonly string[]> {
  const { certificates = [], publicJwk: jwk, privateKey } = key
  const { caibao, note, typ } = kind
  const header = { alg: 'ES256', typ, jwk, kid: await calculateJwkThumbprint(jwk, 'sha256') } as const
  const { payload, signature, protected: protectedPart } = await sign(canonicalParts(kind, content), header, privateKey)
  const carried = certificates.length > 0 && { certificates }
  // In this order: a file that came as a link is put together again to the byte.
  const signatures = [{ signature, protected: protectedPart }]
  const around = JSON.stringify({ caibao, note, payload: '', signatures, ...carried }, null, indent)
  const noPayload = indent === 0 ? '"payload":""' : '"payload": ""'
  const at = around.indexOf(noPayload) + noPayload.length - 1
  return [around.slice(0, at), payload, indent === 0 ? around.slice(at) : `${around.slice(at)}\n`]
}

/** The same as one text. */
export async function signFile<T>(
  kind: SignedFileKind<T>,
  content: T,
  key: SigningKey,
  options: SigningOptions = {},
): Promise<string> {
  return (await signFileInParts(kind, content, key, options)).join('')
}
