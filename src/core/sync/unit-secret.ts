import { base64url } from 'jose'
import type { OpeningKey } from '#core/unit/unit.ts'

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const
const keyBits = 256
const encode = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text))

/** What only the devices of one unit know: they seal steps with it, and name cases so that the server learns nothing. */
export interface UnitSecret {
  /** HMAC over the names of cases. */
  readonly naming: CryptoKey
  /** A256GCM of steps: who opens one knows that it comes from the unit. */
  readonly sealing: CryptoKey
  /** What steps may have been sealed with: the keys of now and of before. */
  readonly opening: readonly CryptoKey[]
}

const by = (info: string) => ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encode(info) })

/** The key that opens submissions, agreed upon with itself: ECDH of the private with its own public half. */
async function agree({ privateKey, publicJwk }: OpeningKey): Promise<CryptoKey> {
  const own = await crypto.subtle.importKey('jwk', { ...publicJwk }, curve, false, [])
  const agreed = await crypto.subtle.deriveBits({ name: 'ECDH', public: own }, privateKey, keyBits)
  return crypto.subtle.importKey('raw', agreed, 'HKDF', false, ['deriveKey'])
}

async function sealingKey(key: OpeningKey): Promise<CryptoKey> {
  const gcm = { name: 'AES-GCM', length: keyBits }
  return crypto.subtle.deriveKey(by('caibao review steps'), await agree(key), gcm, false, ['encrypt', 'decrypt'])
}

/**
 * The secret of a unit, from the keys that open its submissions, the newest first. Every device that has the unit's key
 * file comes to the same, and nothing new has to be carried about. Cases keep the name the oldest key gave them.
 */
export async function deriveUnitSecret(newest: OpeningKey, earlier: readonly OpeningKey[] = []): Promise<UnitSecret> {
  const hmac = { name: 'HMAC', hash: 'SHA-256', length: keyBits }
  const oldest = await agree(earlier.at(-1) ?? newest)
  const opening = await Promise.all([newest, ...earlier].map(sealingKey))
  return {
    naming: await crypto.subtle.deriveKey(by('caibao case names'), oldest, hmac, false, ['sign']),
    sealing: opening[0] ?? (await sealingKey(newest)),
    opening,
  }
}

/** The name a case goes by on the server: the same on every device of the unit, and nothing to anybody else. */
export async function blindCaseId({ naming }: UnitSecret, caseId: string): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.sign('HMAC', naming, encode(caseId))))
}
