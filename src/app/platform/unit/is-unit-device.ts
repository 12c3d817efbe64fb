import { Dexie } from 'dexie'
import { storageErrorOf } from '#app/platform/storage/storage-error.ts'
import { openUnitDatabase } from '#app/platform/storage/unit-database.ts'
import { unitKeptBefore } from './unit-mark.ts'

/** Whether a unit was set up on this device, though its store may be lost. */
export async function isUnitDevice(): Promise<boolean> {
  if (unitKeptBefore()) return true
  const database = openUnitDatabase()
  try {
    // Opened, it would be there.
    if (!(await Dexie.exists(database.name))) return false
    return (await database.unit.count()) > 0
  } catch (thrown) {
    // Its own pages say what a newer version means.
    return storageErrorOf(thrown, 'read').code === 'STORAGE_NEWER_VERSION'
  } finally {
    database.close()
  }
}
