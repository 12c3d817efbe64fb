import { calculateJwkThumbprint } from 'jose'
import type { PublicJwk } from './submission.ts'

/** A signer's key ready to verify with; without a key, what stands there is no point of the curve. */
export interface SignerKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string
  readonly key?: CryptoKey
}

/** Keys of signers, the last few at hand: one device signs for many people, one unit countersigns thousands. */
type SignerKeys = (jwk: PublicJwk) => Promise<SignerKey>

async function openKey(jwk: PublicJwk): Promise<SignerKey> {
  const importing = crypto.subtle
    .importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
    .then((key) => ({ key }))
    .catch(() => ({}))
  const [kid, imported] = await Promise.all([calculateJwkThumbprint(jwk, 'sha256'), importing])
  return { kid, ...imported }
}

/** Makes a reader of keys that remembers so many. */
export function makeSignerKeys(most = 256): SignerKeys {
  const opened = new Map<string, Promise<SignerKey>>()
  return (jwk) => {
    const name = `${jwk.x}.${jwk.y}`
    const known = opened.get(name)
    // Asked for again, it counts as the newest.
    opened.delete(name)
    const opening = known ?? openKey(jwk)
    opened.set(name, opening)
    const [oldest] = opened.keys()
    if (opened.size > most && oldest !== undefined) opened.delete(oldest)
    return opening
  }
}
