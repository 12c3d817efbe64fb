import type { CaibaoDatabase } from './caibao-database.ts'

/** The codes chosen last on this device: a convenience, so that failing to keep them is no error. */
export interface RecentCodeStorage {
  readonly all: () => Promise<ReadonlyMap<string, readonly string[]>>
  readonly keep: (table: string, codes: readonly string[]) => Promise<void>
}

/** Recent codes in IndexedDB. */
export function dexieRecentCodes(database: CaibaoDatabase): RecentCodeStorage {
  return {
    async all() {
      const kept = await database.recents.toArray().catch(() => [])
      return new Map(kept.map(({ table, codes }) => [table, codes]))
    },
    async keep(table, codes) {
      await database.recents.put({ table, codes: [...codes] }).catch(() => undefined)
    },
  }
}
