import * as v from 'valibot'
import { base64url } from 'jose'

/**
 * The lock of one person's drafts: a random AES key encrypts, and the passphrase wraps that key. Changing or checking
 * the passphrase touches the wrapping alone.
 */
const iterations = 600_000

const text = v.pipe(v.string(), v.regex(/^[\w-]+$/))

/** Shape of a wrapped key as it lies in the database. */
export const wrappedKeySchema = v.strictObject({
  salt: text,
  iterations: v.pipe(v.number(), v.integer(), v.minValue(600_000), v.maxValue(2_000_000)),
  wrapped: text,
})

/** A key that only the passphrase unwraps. */
export type WrappedKey = v.InferOutput<typeof wrappedKeySchema>

/** Shape of something encrypted. */
export const sealedSchema = v.strictObject({ iv: text, sealed: text })

/** Something encrypted, and the value that was used once. */
export type Sealed = v.InferOutput<typeof sealedSchema>

const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length))
const bytesOf = (encoded: string): Uint8Array<ArrayBuffer> => new Uint8Array(base64url.decode(encoded))

async function wrappingKey(passphrase: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const typed = new TextEncoder().encode(passphrase.normalize('NFC'))
  const base = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey'])
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }
  return crypto.subtle.deriveKey(derivation, base, { name: 'AES-KW', length: 256 }, false, ['wrapKey', 'unwrapKey'])
}

/** A new key, and the same wrapped by the passphrase. */
export async function makeLock(passphrase: string): Promise<{ readonly key: CryptoKey; readonly wrapped: WrappedKey }> {
  const salt = random(16)
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt'])
  const wrapping = await wrappingKey(passphrase, salt, iterations)
  const wrapped = base64url.encode(new Uint8Array(await crypto.subtle.wrapKey('raw', fresh, wrapping, 'AES-KW')))
  const kept: WrappedKey = { salt: base64url.encode(salt), iterations, wrapped }
  const key = await openLock(kept, passphrase)
  if (!key) throw new Error('a key that was just wrapped unwraps')
  return { key, wrapped: kept }
}

/** The key, not to be taken out of this page; nothing when the passphrase is wrong. */
export async function openLock(
  { salt, iterations: rounds, wrapped }: WrappedKey,
  passphrase: string,
): Promise<CryptoKey | undefined> {
  const wrapping = await wrappingKey(passphrase, bytesOf(salt), rounds)
  try {
    const usages: KeyUsage[] = ['encrypt', 'decrypt']
    return await crypto.subtle.unwrapKey('raw', bytesOf(wrapped), wrapping, 'AES-KW', 'AES-GCM', false, usages)
  } catch {
    return undefined
  }
}

/** Encrypts a value; `name` says what it is and must be said again to read it, so that rows cannot change places. */
export async function sealJson(key: CryptoKey, name: string, value: unknown): Promise<Sealed> {
  const iv = random(12)
  const plain = new TextEncoder().encode(JSON.stringify(value))
  const algorithm = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(name) }
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plain))
  return { iv: base64url.encode(iv), sealed: base64url.encode(sealed) }
}

/** Decrypts a value; nothing when it was changed, or is not what `name` says. */
export async function openJson(key: CryptoKey, name: string, { iv, sealed }: Sealed): Promise<unknown> {
  const algorithm = { name: 'AES-GCM', iv: bytesOf(iv), additionalData: new TextEncoder().encode(name) }
  try {
    const plain = await crypto.subtle.decrypt(algorithm, key, bytesOf(sealed))
    return JSON.parse(new TextDecoder().decode(plain))
  } catch {
    return undefined
  }
}
