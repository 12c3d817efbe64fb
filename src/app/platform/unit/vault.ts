import * as v from 'valibot'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'

type Bytes = Uint8Array<ArrayBuffer>

const bytes = v.custom<Bytes>((value) => value instanceof Uint8Array)
const sealedSchema = v.object({ iv: bytes, data: bytes })
/** Shape of a lock: the data key wrapped by one user's passphrase. */
export const lockSchema = v.object({
  id: v.string(),
  salt: bytes,
  iterations: v.pipe(v.number(), v.minValue(600_000), v.maxValue(10_000_000)),
  wrapped: sealedSchema,
})

/** What lies on the disk in place of a value. */
export type Sealed = v.InferOutput<typeof sealedSchema>
/** The data key wrapped by the passphrase of one user. */
export type Lock = v.InferOutput<typeof lockSchema>

/** An unlocked store: seals and opens what lies on the disk while it stands. */
export interface Vault {
  /** Seals a value to its place, so that rows cannot be swapped. */
  readonly seal: (place: string, value: unknown) => Promise<Sealed>
  /** Opens what was sealed to this place; throws {@link SealBroken} when it was changed. */
  readonly open: (place: string, sealed: unknown) => Promise<unknown>
  /** The key rows are sealed with, for workers that seal beside the page; it cannot be taken out. */
  readonly sealingKey: CryptoKey
  /** A lock for one more user, or a new passphrase. */
  readonly lockFor: (user: string, passphrase: string) => Promise<Lock>
}

/** What was read back is not what was written. */
export class SealBroken extends Error {}

const iterations = 600_000
const encode = (text: string): Bytes => new TextEncoder().encode(text)
const random = (count: number): Bytes => crypto.getRandomValues(new Uint8Array(count))

/** Seals a value to its place with the key of a vault. */
export const sealWith = (key: CryptoKey, place: string, value: unknown): Promise<Sealed> =>
  aesEncrypt(key, encode(JSON.stringify(value)), place)

/** Opens what was sealed to this place with the key of a vault; throws {@link SealBroken} when it was changed. */
export async function openWith(key: CryptoKey, place: string, sealed: unknown): Promise<unknown> {
  const parsed = v.safeParse(sealedSchema, sealed)
  if (!parsed.success) throw new SealBroken(place)
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(await aesDecrypt(key, parsed.output, place)))
    return value
  } catch {
    throw new SealBroken(place)
  }
}

async function aesEncrypt(key: CryptoKey, data: Bytes, place: string): Promise<Sealed> {
  const iv = random(12)
  const encrypted = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encode(place) }, key, data)
  return { iv, data: new Uint8Array(encrypted) }
}

async function aesDecrypt(key: CryptoKey, { iv, data }: Sealed, place: string): Promise<Bytes> {
  const algorithm = { name: 'AES-GCM', iv, additionalData: encode(place) }
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, data))
}

async function passphraseKey(passphrase: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey('raw', encode(passphrase.normalize('NFC')), 'PBKDF2', false, [
    'deriveKey',
  ])
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }
  return crypto.subtle.deriveKey(derivation, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

async function openVault(dataKey: Bytes): Promise<Vault> {
  const master = await crypto.subtle.importKey('raw', dataKey, 'HKDF', false, ['deriveKey'])
  const sealing = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encode('seal') },
    master,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
  return {
    sealingKey: sealing,
    seal: (place, value) => sealWith(sealing, place, value),
    open: (place, sealed) => openWith(sealing, place, sealed),
    async lockFor(user, passphrase) {
      const salt = random(16)
      const key = await passphraseKey(passphrase, salt, iterations)
      return { id: user, salt, iterations, wrapped: await aesEncrypt(key, dataKey, `lock:${user}`) }
    },
  }
}

/** A new store with a data key of its own. */
export const makeVault = (): Promise<Vault> => openVault(random(32))

/** Opens the store with a user's passphrase. */
export async function unlockVault(
  lock: Lock,
  passphrase: string,
): Promise<Result<Vault, AppError<'PASSPHRASE_WRONG'>>> {
  const key = await passphraseKey(passphrase, lock.salt, lock.iterations)
  try {
    return ok(await openVault(await aesDecrypt(key, lock.wrapped, `lock:${lock.id}`)))
  } catch {
    return fail('PASSPHRASE_WRONG', {})
  }
}
