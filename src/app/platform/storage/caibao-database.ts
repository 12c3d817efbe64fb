import { Dexie, type Table } from 'dexie'
import type { StoredSubmission } from './draft-storage.ts'
import { leaveWithPage, leavingIndexedDB, type WorkListener } from './leave-with-page.ts'
import { writeOneAtATime } from './one-write-at-a-time.ts'

/** A draft as it lies in the database: read back with care, it may be from another version or damaged. */
export type StoredDraft = { readonly id: string } & Readonly<Record<string, unknown>>

/** The device's signing key; the private half cannot be taken out. */
export interface StoredKey {
  readonly id: string
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
  /** The private half wrapped for a sealed backup; a key of the first version has none. */
  readonly spare?: {
    readonly wrappingKey: CryptoKey
    readonly wrapped: ArrayBuffer
    readonly iv: Uint8Array<ArrayBuffer>
  }
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

/** A row of a store whose shape belongs to the module that reads it back with care. */
export type StoredRow = Readonly<Record<string, unknown>>

/** The database of this device. */
export interface CaibaoDatabase extends Dexie {
  readonly drafts: Table<StoredDraft, string>
  readonly submissions: Table<StoredSubmission, string>
  readonly keys: Table<StoredKey, string>
  readonly recents: Table<RecentCodes, string>
  readonly settings: Table<Setting, string>
  /** Earlier states of drafts, by draft and revision. */
  readonly revisions: Table<StoredRow, [string, number]>
  /** Where copies of drafts were seen to exist. */
  readonly copies: Table<StoredRow, number>
  /** 采集任务 opened on this device. */
  readonly tasks: Table<StoredRow, string>
  /** 退回单 received for drafts of this device. */
  readonly returnSlips: Table<StoredRow, string>
  /** Submissions on their way to a unit or a server. */
  readonly outbox: Table<StoredRow, string>
  /** Passphrase locks of persons. */
  readonly locks: Table<StoredRow, string>
}

/** What the app hears when another tab and this one disagree about the version of the database. */
export interface DatabaseListeners {
  /** A newer version wants to open it, or it is being erased: the listener must close it. */
  readonly onVersionChange?: (isErased: boolean) => void
  /** A newer version of the app wrote it: it is not opened. */
  readonly onNewer?: () => void
  /** An older tab holds it. */
  readonly onBlocked?: () => void
  /** Work begins in it. */
  readonly onWork?: WorkListener
}

const newestVersion = 2

/** Opens the database; strict durability: what is committed is on the disk, not in a cache. */
export function openCaibaoDatabase(name = 'caibao', listeners: DatabaseListeners = {}): CaibaoDatabase {
  const database = new Dexie(name, {
    chromeTransactionDurability: 'strict',
    indexedDB: leavingIndexedDB(listeners.onNewer),
  })
  database.version(1).stores({
    drafts: 'id',
    submissions: 'digest, draftId, createdAt',
    keys: 'id',
    recents: 'table',
    settings: 'key',
  })
  database.version(newestVersion).stores({
    revisions: '[draftId+revision], draftId',
    copies: '++id, draftId',
    tasks: 'id',
    returnSlips: 'id, draftId',
    outbox: 'digest, state',
    locks: 'id',
  })
  leaveWithPage(database, listeners.onWork)
  writeOneAtATime(database, 'copies')
  database.on('versionchange', ({ newVersion }: IDBVersionChangeEvent) => {
    if (!listeners.onVersionChange) return database.close()
    listeners.onVersionChange(newVersion === null)
    // Dexie would close it at once, before what was typed is written.
    return false
  })
  database.on('blocked', () => listeners.onBlocked?.())
  // Dexie adds a property for each store it was given above.
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the stores are named above
  return database as unknown as CaibaoDatabase
}
