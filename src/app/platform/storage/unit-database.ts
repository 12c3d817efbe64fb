import { Dexie, type Table } from 'dexie'
import type { StoredRow } from './caibao-database.ts'

/** The database of a unit on this device: other people's records, sealed row by row. */
export interface UnitDatabase extends Dexie {
  /** The unit itself and its keys; one row. */
  readonly unit: Table<StoredRow, string>
  /** The data key, wrapped by the passphrase of each user. */
  readonly locks: Table<StoredRow, string>
  /** 采集任务 the unit issued. */
  readonly tasks: Table<StoredRow, string>
  /** Received and corrected submissions by digest, byte for byte. */
  readonly submissions: Table<StoredRow, string>
  /** Trails of cases: appended, never changed. */
  readonly events: Table<StoredRow, [string, number]>
  /** Lines of the list of people, derived from the trails. */
  readonly cases: Table<StoredRow, string>
  /** Packs received from below and reported up. */
  readonly packs: Table<StoredRow, string>
  /** Printed rosters, layouts, units below. */
  readonly kept: Table<StoredRow, [string, string]>
}

/** Opens the unit's own database; strict durability: what is committed is on the disk. */
export function openUnitDatabase(name = 'caibao-unit'): UnitDatabase {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict' })
  database.version(1).stores({
    unit: 'id',
    locks: 'id',
    tasks: 'id',
    submissions: 'digest',
    // Two tabs that write the same step of a case meet on this key, and the second is refused.
    events: '[caseKey+sequence]',
    cases: 'caseKey',
    packs: 'digest',
  })
  database.version(2).stores({ kept: '[kind+id]' })
  database.on('versionchange', () => database.close())
  // Dexie adds a property for each store it was given above.
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the stores are named above
  return database as unknown as UnitDatabase
}
