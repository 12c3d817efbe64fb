import type { LostRecord } from '#app/platform/storage/lost-records.ts'
import type { Platform } from '#app/shared/platform.ts'
import { ok, type Result } from '#core/errors/result.ts'

/**
 * Brings back what the database has lost of these records before anything comes in under their ids. Where that part of
 * the app does not come it holds up nothing: nothing takes what is kept there away then either.
 */
export async function bringBackLost(
  secondCopies: Platform['secondCopies'],
  ids: readonly string[],
  kind?: LostRecord['kind'],
): Promise<Result<void>> {
  try {
    return await (await secondCopies()).bringBackOf(ids, kind)
  } catch {
    return ok(undefined)
  }
}
