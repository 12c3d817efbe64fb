import { base64url, calculateJwkThumbprint, flattenedVerify, importJWK } from 'jose'
import { sha256Hex } from './digest.ts'
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
  readonly sha256Hex: (bytes: Uint8Array<ArrayBuffer>) => string | Promise<string>
  /** RFC 7638. */
  readonly thumbprint: (jwk: PublicJwk) => string | Promise<string>
  /** Whether the ES256 signature holds; may throw when it does not. */
  readonly verify: (parts: SignedParts, jwk: PublicJwk) => boolean | Promise<boolean>
}

/** By Web Crypto, which browsers and Node have. */
export const webFileCrypto: FileCrypto = {
  decode: (text) => new Uint8Array(base64url.decode(text)),
  sha256Hex,
  thumbprint: (jwk) => calculateJwkThumbprint(jwk, 'sha256'),
  async verify(parts, jwk) {
    const key = await importJWK({ ...jwk, alg: 'ES256' })
    await flattenedVerify({ ...parts }, key, { algorithms: ['ES256'] })
    return true
  },
}
