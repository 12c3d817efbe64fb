import type { DBCore, Dexie } from 'dexie'

/**
 * Chromium that is ended while two writing transactions of one database are under way throws all databases of the site
 * away when it opens them next (ADR 0271). So each takes this store as well, and the browser does one after the other,
 * of all tabs; a store that is seldom read, for reading it waits too.
 */
export function writeOneAtATime(database: Dexie, store: string): void {
  database.use({
    stack: 'dbcore',
    name: 'one-write-at-a-time',
    create: (core: DBCore): DBCore => ({
      ...core,
      transaction: (stores, mode, options) =>
        core.transaction(mode === 'readwrite' ? [...stores, store] : stores, mode, options),
    }),
  })
}
