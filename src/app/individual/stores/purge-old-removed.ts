import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import { noteKept } from '#app/platform/storage/kept-mark.ts'
import { agedBy } from '#app/platform/storage/purge-mark.ts'

const keptAfterRemovalMs = 30 * 24 * 3_600_000

/** Erases the drafts that were removed a month ago, by a clock that is believed; true when any went. */
export async function purgeOldRemoved(storage: Pick<DraftStorage, 'purge'>, now: number): Promise<boolean> {
  const aged = agedBy(now)
  const purged = aged === undefined ? undefined : await storage.purge(aged - keptAfterRemovalMs)
  const isAny = purged?.ok === true && purged.value > 0
  // Those were meant to go; what is left is counted when it is listed.
  if (isAny) noteKept(0)
  return isAny
}
