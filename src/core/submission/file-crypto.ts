import { base64url } from 'jose'
import { sha256Hex } from './digest.ts'
import { makeSignerKeys } from './signer-keys.ts'
import type { PublicJwk } from './submission.ts'

/** One signature and what it signs, in base64url. */
export interface SignedParts {
  readonly protected: string
  readonly payload: string
  readonly signature: string
}

/** What a reader of signed files asks of the platform. The rules of reading are the reader's own, on every platform. */
export interface FileCrypto {
  /** Bytes of base64url whose spelling was checked. */
  readonly decode: (text: string) => Uint8Array<ArrayBuffer>
  readonly sha256: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>
  readonly sha256Hex: (bytes: Uint8Array<ArrayBuffer>) => string | Promise<string>
  /** RFC 7638. */
  readonly thumbprint: (jwk: PublicJwk) => string | Promise<string>
  /** A breath between the steps of reading a long text, where a page must not be held. */
  readonly breathe?: () => Promise<void> | undefined
  /** Whether the ES256 signature holds; may throw when it does not. */
  readonly verify: (parts: SignedParts, jwk: PublicJwk) => boolean | Promise<boolean>
}

const utf8 = new TextEncoder()
const ecdsa = { name: 'ECDSA', hash: 'SHA-256' } as const
const decode: FileCrypto['decode'] = (text) => new Uint8Array(base64url.decode(text))
const keyOf = makeSignerKeys()

/**
 * By Web Crypto, which browsers and Node have. ES256 is r and s as Web Crypto takes them (RFC 7518 §3.4) over what RFC
 * 7515 §5.2 names; the header was held against its schema before and cannot ask for anything else.
 */
export const webFileCrypto: FileCrypto = {
  decode,
  sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)),
  sha256Hex,
  thumbprint: async (jwk) => (await keyOf(jwk)).kid,
  async verify({ protected: header, payload, signature }, jwk) {
    const { key } = await keyOf(jwk)
    return key !== undefined && crypto.subtle.verify(ecdsa, key, decode(signature), utf8.encode(`${header}.${payload}`))
  },
}
