import type { LockedDrafts } from '#app/platform/lock/locked-drafts.ts'
import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import { noteKept } from '#app/platform/storage/kept-mark.ts'
import { agedBy } from '#app/platform/storage/purge-mark.ts'

type Purging = Pick<LockedDrafts, 'purge'>

const keptAfterRemovalMs = 30 * 24 * 3_600_000

/** Erases the drafts that were removed a month ago, locked or not, by a clock that is believed; true when any went. */
export async function purgeOldRemoved(
  { storage, locks }: { readonly storage: Pick<DraftStorage, 'purge'>; readonly locks: () => Promise<Purging> },
  now: number,
): Promise<boolean> {
  const aged = agedBy(now)
  if (aged === undefined) return false
  const before = aged - keptAfterRemovalMs
  const purged = [await storage.purge(before), await (await locks()).purge(before)]
  const isAny = purged.some((each) => each.ok && each.value > 0)
  // Those were meant to go; what is left is counted when it is listed.
  if (isAny) noteKept(0)
  return isAny
}
