import type { StoredKey } from '#app/platform/storage/caibao-database.ts'
import type { PrivateJwk } from '#core/backup/backup.ts'
import { keptKey } from './stored-key.ts'

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** The private key for a sealed backup; null for a key of an earlier version, which cannot be taken out. */
export async function takeOutKey({ spare }: StoredKey): Promise<PrivateJwk | null> {
  if (!spare) return null
  const { wrapped, wrappingKey, iv } = spare
  const cipher = { name: 'AES-GCM', iv } as const
  const key = await crypto.subtle.unwrapKey('jwk', wrapped, wrappingKey, cipher, curve, true, ['sign'])
  const { x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', key)
  return { kty: 'EC', crv: 'P-256', x, y, d }
}

/** A key of a backup in the form in which this device keeps keys. */
export async function putInKey({ d, ...publicJwk }: PrivateJwk): Promise<StoredKey> {
  const privateKey = await crypto.subtle.importKey('jwk', { ...publicJwk, d }, curve, true, ['sign'])
  return keptKey(privateKey, await crypto.subtle.importKey('jwk', publicJwk, curve, true, ['verify']))
}
