import type { LostRecord } from '#app/platform/storage/lost-records.ts'
import type { StorageError } from '#app/platform/storage/storage-error.ts'
import type { Platform } from '#app/shared/platform.ts'
import { ok, type Result } from '#core/errors/result.ts'

/**
 * Brings back what the database has lost of these records before anything else comes in under their ids, so that this
 * meets them as it would have met them in the database.
 */
export async function bringBackLost(
  secondCopies: Platform['secondCopies'],
  ids: readonly string[],
  isMeant: (lost: LostRecord) => boolean = () => true,
): Promise<Result<void, StorageError>> {
  const meant = ({ id, isBeside }: LostRecord): boolean => ids.includes(id) && !isBeside
  try {
    const copies = await secondCopies()
    const lost = (await copies.lost()).filter((each) => meant(each) && isMeant(each))
    return lost.length > 0 ? await copies.bringBack(lost) : ok(undefined)
  } catch {
    // A store that cannot be read is no reason to take nothing in; what is kept there stays as it is.
    return ok(undefined)
  }
}
