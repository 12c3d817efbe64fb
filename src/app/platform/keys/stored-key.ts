import type { StoredKey } from '#app/platform/storage/caibao-database.ts'

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const ivBytes = 12

/** Name of the key this device signs with. */
export const deviceKeyId = 'device'

/**
 * The form in which a key is kept: signing with a private key that cannot be taken out, and beside it the same key
 * wrapped under another one that cannot be taken out either, so that a sealed backup can carry it (ADR 0006).
 */
export async function keptKey(privateKey: CryptoKey, publicKey: CryptoKey): Promise<StoredKey> {
  const wrappingKey = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey'])
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const cipher = { name: 'AES-GCM', iv } as const
  const wrapped = await crypto.subtle.wrapKey('jwk', privateKey, wrappingKey, cipher)
  const locked = await crypto.subtle.unwrapKey('jwk', wrapped, wrappingKey, cipher, curve, false, ['sign'])
  return { id: deviceKeyId, privateKey: locked, publicKey, spare: { wrappingKey, wrapped, iv } }
}

/** A new key of this device. */
export async function makeKey(): Promise<StoredKey> {
  const pair = await crypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  return keptKey(pair.privateKey, pair.publicKey)
}
