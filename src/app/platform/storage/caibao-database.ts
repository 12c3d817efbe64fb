import { Dexie, type Table } from 'dexie'
import type { StoredSubmission } from './draft-storage.ts'

/** A draft as it lies in the database: read back with care, it may be from another version or damaged. */
export type StoredDraft = { readonly id: string } & Readonly<Record<string, unknown>>

/** The device's signing key; the private half cannot be taken out. */
export interface StoredKey {
  readonly id: string
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
}

/** The last codes a person chose in a table. */
export interface RecentCodes {
  readonly table: string
  readonly codes: readonly string[]
}

/** A small answer kept for this device. */
export interface Setting {
  readonly key: string
  readonly value: unknown
}

/** The database of this device. */
export interface CaibaoDatabase extends Dexie {
  readonly drafts: Table<StoredDraft, string>
  readonly submissions: Table<StoredSubmission, string>
  readonly keys: Table<StoredKey, string>
  readonly recents: Table<RecentCodes, string>
  readonly settings: Table<Setting, string>
}

/** What the app hears when another tab and this one disagree about the version of the database. */
export interface DatabaseListeners {
  /** A newer version wants to open it: this tab lets go. */
  readonly onVersionChange?: () => void
  /** An older tab holds it. */
  readonly onBlocked?: () => void
}

/** Opens the database; strict durability: what is committed is on the disk, not in a cache. */
export function openCaibaoDatabase(name = 'caibao', listeners: DatabaseListeners = {}): CaibaoDatabase {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict' })
  database.version(1).stores({
    drafts: 'id',
    submissions: 'digest, draftId, createdAt',
    keys: 'id',
    recents: 'table',
    settings: 'key',
  })
  database.on('versionchange', () => {
    listeners.onVersionChange?.()
    database.close()
  })
  database.on('blocked', () => listeners.onBlocked?.())
  // Dexie adds a property for each store it was given above.
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the stores are named three lines up
  return database as unknown as CaibaoDatabase
}
