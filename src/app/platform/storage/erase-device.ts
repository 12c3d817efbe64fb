import type { CaibaoDatabase } from './caibao-database.ts'
import { type StorageError, storageErrorOf } from './storage-error.ts'
import { ok, type Result } from '#core/errors/result.ts'

const prefix = 'caibao.'

/** Erases everything the individual edition keeps in this browser; what a unit keeps is its own. */
export async function eraseDevice(database: CaibaoDatabase): Promise<Result<void, StorageError>> {
  try {
    await database.delete({ disableAutoOpen: true })
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
    return ok(undefined)
  } catch (thrown) {
    return { ok: false, error: storageErrorOf(thrown, 'write') }
  }
}
