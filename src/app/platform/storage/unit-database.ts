import { Dexie, type Table } from 'dexie'
import type { StoredRow } from './caibao-database.ts'
import { leaveWithPage, leavingIndexedDB } from './leave-with-page.ts'
import { writeOneAtATime } from './one-write-at-a-time.ts'

/** The database of a unit on this device: other people's records, sealed row by row. */
export interface UnitDatabase extends Dexie {
  /** The unit itself and its keys; one row. */
  readonly unit: Table<StoredRow, string>
  /** The data key, wrapped by the passphrase of each user. */
  readonly locks: Table<StoredRow, string>
  /** 采集任务 the unit issued. */
  readonly tasks: Table<StoredRow, string>
  /** Blocks of received and corrected submissions, byte for byte: appended, never changed. */
  readonly texts: Table<StoredRow, string>
  /** What people are counted by, of each block of texts; derived from it, made anew when missing. */
  readonly columns: Table<StoredRow, string>
  /** Blocks of what was done in cases: appended, never changed. */
  readonly steps: Table<StoredRow, string>
  /** Pages of the list of people, derived from the steps; each line knows its blocks. */
  readonly pages: Table<StoredRow, number>
  /** How often each page was written: who writes must have seen it so. One row. */
  readonly head: Table<StoredRow, string>
  /** 接收 in progress: which files are done, in the same transaction as what they became. */
  readonly receiving: Table<StoredRow, string>
  /** Packs received from below and reported up. */
  readonly packs: Table<StoredRow, string>
  /** What is on its way between this device and its server. */
  readonly sync: Table<StoredRow, string>
  /** Printed rosters, layouts, units below, saved views. */
  readonly kept: Table<StoredRow, [string, string]>
}

/**
 * Opens the unit's own database; strict durability: what is committed is on the disk. Calls back when a newer version of
 * the app takes it over, or has written it: then it is opened no more.
 */
export function openUnitDatabase(name = 'caibao-unit', onTakenOver?: () => void): UnitDatabase {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict', indexedDB: leavingIndexedDB(onTakenOver) })
  database.version(1).stores({
    unit: 'id',
    locks: 'id',
    tasks: 'id',
    submissions: 'digest',
    events: '[caseKey+sequence]',
    cases: 'caseKey',
    packs: 'digest',
  })
  database.version(2).stores({ kept: '[kind+id]' })
  // Many records in a row: see ADR 0060.
  database.version(3).stores({
    texts: 'id',
    steps: 'id',
    pages: 'id',
    head: 'id',
    receiving: 'id',
  })
  database.version(4).stores({ sync: 'id' })
  // What totals are counted from: see ADR 0167.
  database.version(5).stores({ columns: 'id' })
  leaveWithPage(database)
  writeOneAtATime(database, 'tasks')
  database.on('versionchange', ({ newVersion }: IDBVersionChangeEvent) => {
    // Whatever is tried next opens it again, and finds it to be newer, or another.
    database.close({ disableAutoOpen: false })
    if (newVersion !== null) onTakenOver?.()
    return false
  })
  // Dexie adds a property for each store it was given above.
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the stores are named above
  return database as unknown as UnitDatabase
}
