import { createPublicKey, createVerify, hash, type KeyObject, verify } from 'node:crypto'
import type { FileCrypto } from '#core/submission/file-crypto.ts'
import type { PublicJwk } from '#core/submission/submission.ts'
import { toDer } from './signature-form.ts'

// RFC 5480 §2: what stands before the point of a P-256 key.
const beforePoint = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex')
const coordinateBytes = 32

/** The key as text: of all the forms Node reads it is the one that costs least. Nothing when a coordinate is too short. */
function pemOf({ x, y }: PublicJwk): string | undefined {
  const point = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]
  if (point.some(({ byteLength }) => byteLength !== coordinateBytes)) return undefined
  const der = Buffer.concat([beforePoint, ...point])
  return `-----BEGIN PUBLIC KEY-----\n${der.toString('base64')}\n-----END PUBLIC KEY-----`
}

const mostRemembered = 256
const mostKeys = 16
const seen = new Set<string>()
const keys = new Map<string, KeyObject>()

/** Adds to what is remembered in the order of coming; the oldest is forgotten. */
function forgetOldest(names: Set<string> | Map<string, KeyObject>, most: number): void {
  const [oldest] = names.keys()
  if (names.size > most && oldest !== undefined) names.delete(oldest)
}

/**
 * A signer's key. One that signs for many, as a unit's does, is kept; one seen for the first time is not, because the
 * collector comes late for keys that were kept a while, and what they hold outside the heap piles up meanwhile.
 */
function keyOf(jwk: PublicJwk): KeyObject | string | undefined {
  const name = `${jwk.x}.${jwk.y}`
  const known = keys.get(name)
  if (known) return known
  const pem = pemOf(jwk)
  if (pem === undefined || !seen.delete(name)) {
    seen.add(name)
    forgetOldest(seen, mostRemembered)
    return pem
  }
  const key = createPublicKey(pem)
  keys.set(name, key)
  forgetOldest(keys, mostKeys)
  return key
}

const longText = 1_048_576

/** Whether the two texts end to end were signed; a long one is read piece by piece, and not held again as bytes. */
function isSigned(
  start: string,
  rest: string,
  { key, der }: { readonly key: KeyObject | string; readonly der: Uint8Array },
): boolean {
  if (rest.length <= longText) return verify('sha256', Buffer.from(start + rest), key, der)
  const verifier = createVerify('sha256').update(start)
  for (let from = 0; from < rest.length; from += longText) verifier.update(rest.slice(from, from + longText))
  return verifier.verify(key, der)
}

/** By Node's own crypto, in this thread: for small files several times faster than jobs for Web Crypto's threads. */
export const nodeFileCrypto: FileCrypto = {
  decode: (text) => new Uint8Array(Buffer.from(text, 'base64url')),
  // In one call: what an object for hashing holds outside the heap piles up until the collector comes.
  sha256: (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer')),
  sha256Hex: (bytes) => hash('sha256', bytes, 'hex'),
  // RFC 7638 §3.2: these members, in this order.
  thumbprint: ({ crv, kty, x, y }) => hash('sha256', JSON.stringify({ crv, kty, x, y }), 'base64url'),
  verify: ({ protected: header, payload, signature }, jwk) => {
    const [key, der] = [keyOf(jwk), toDer(Buffer.from(signature, 'base64url'))]
    return key !== undefined && der !== undefined && isSigned(`${header}.`, payload, { key, der })
  },
}
