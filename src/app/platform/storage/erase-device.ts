import { Dexie } from 'dexie'
import type { CaibaoDatabase } from './caibao-database.ts'
import { forgetSecondCopies } from './second-copies.ts'
import { type StorageError, storageErrorOf } from './storage-error.ts'
import { ok, type Result } from '#core/errors/result.ts'

const prefix = 'caibao.'

/** The other databases of the same name, of whichever generation. */
const otherGenerations = async (current: string, name: string): Promise<readonly string[]> =>
  (await Dexie.getDatabaseNames()).filter((found) => {
    const suffix = found.startsWith(name) ? found.slice(name.length) : undefined
    return found !== current && suffix !== undefined && /^(?:-\d+)?$/.test(suffix)
  })

/**
 * Erases everything the individual edition keeps in this browser, older generations of it too; what a unit keeps is
 * its own.
 */
export async function eraseDevice(database: CaibaoDatabase, name = 'caibao'): Promise<Result<void, StorageError>> {
  try {
    const pointer = `${name}-generation`
    // Cut short anywhere, what counts still stands and is still named: the person sees it, and erases again. Without
    // the pointer an older database that is left would be copied anew.
    for (const other of await otherGenerations(database.name, name)) await Dexie.delete(other)
    // First, while the person can still try again; and last, what was written in between.
    await forgetSecondCopies()
    await database.delete({ disableAutoOpen: true })
    if (await Dexie.exists(pointer)) await Dexie.delete(pointer)
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
    await forgetSecondCopies().catch(() => undefined)
    return ok(undefined)
  } catch (thrown) {
    return { ok: false, error: storageErrorOf(thrown, 'write') }
  }
}
