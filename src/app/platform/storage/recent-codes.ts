import type { CaibaoDatabase } from './caibao-database.ts'
import { isLockedMark } from './left-behind.ts'

const mostKept = 5

/** The codes chosen last on this device: a convenience, so that failing to keep them is no error. */
export interface RecentCodeStorage {
  readonly all: () => Promise<ReadonlyMap<string, readonly string[]>>
  /** Beside a locked record nothing is kept: what was chosen for it would tell of it. */
  readonly keep: (table: string, code: string) => Promise<void>
  /** Hears that another tab locks a record. */
  readonly onLocked: (listener: () => void) => void
}

/** A code that is chosen, before those chosen last. */
export const recentFirst = (code: string, codes: readonly string[]): readonly string[] =>
  [code, ...codes.filter((other) => other !== code)].slice(0, mostKept)

/** Recent codes in IndexedDB. */
export function dexieRecentCodes(database: CaibaoDatabase): RecentCodeStorage {
  const { recents, locks } = database
  return {
    async all() {
      const read = async () => ((await locks.count()) > 0 ? [] : recents.toArray())
      const kept = await read().catch(() => [])
      return new Map(kept.map(({ table, codes }) => [table, codes]))
    },
    async keep(table, code) {
      const note = async (): Promise<void> => {
        if ((await locks.count()) > 0) return
        await recents.put({ table, codes: recentFirst(code, (await recents.get(table))?.codes ?? []) })
      }
      await database.transaction('rw', [recents, locks], note).catch(() => undefined)
    },
    onLocked(listener) {
      addEventListener('storage', (event) => {
        if (event instanceof StorageEvent && isLockedMark(event)) listener()
      })
    },
  }
}
