import * as v from 'valibot'
import type { CaibaoDatabase, StoredKey } from '#app/platform/storage/caibao-database.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { publicJwkSchema, type SigningKey } from '#core/submission/submission.ts'
import { deviceKeyId, makeKey } from './stored-key.ts'

/** The key this device signs with; made at the first submission, its private half leaves only in a sealed backup. */
export interface DeviceKeys {
  readonly signingKey: () => Promise<Result<SigningKey, AppError<'DEVICE_KEY_UNREADABLE'>>>
}

/** Keys kept in IndexedDB as non-extractable CryptoKeys. */
export function indexedDbKeys(database: CaibaoDatabase): DeviceKeys {
  async function storedKey(): Promise<StoredKey> {
    const standing = await database.keys.get(deviceKeyId)
    if (standing) return standing
    const made = await makeKey()
    // Two tabs may make one at the same time: the first that is stored is the device's key.
    return database.transaction('rw', database.keys, async () => {
      const other = await database.keys.get(deviceKeyId)
      if (!other) await database.keys.add(made)
      return other ?? made
    })
  }

  return {
    async signingKey() {
      try {
        const { privateKey, publicKey } = await storedKey()
        const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey)
        return ok({ privateKey, publicJwk: v.parse(publicJwkSchema, { kty, crv, x, y }) })
      } catch {
        return fail('DEVICE_KEY_UNREADABLE', {})
      }
    },
  }
}
