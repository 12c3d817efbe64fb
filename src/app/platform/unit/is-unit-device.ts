import { openUnitDatabase } from '#app/platform/storage/unit-database.ts'

/** Whether a unit was set up on this device. */
export async function isUnitDevice(): Promise<boolean> {
  const database = openUnitDatabase()
  try {
    return (await database.unit.count()) > 0
  } catch {
    return false
  } finally {
    database.close()
  }
}
