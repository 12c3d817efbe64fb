import type { Reader, Writer } from './database.ts'
import type { ColumnTypes } from './engine.ts'

/** What every query needs of the database; the queries themselves are functions of this room, one file per noun. */
export interface Store {
  readonly engine: 'sqlite' | 'postgres'
  /** SQL of the column types, for steps of the schema. */
  readonly types: ColumnTypes
  /** Reads what was committed. */
  readonly reader: Reader
  /**
   * Runs the work in one transaction: on disk when it returns, undone when it throws. The work may be run again
   * when another process came in between, so it must do nothing but read and write this database.
   */
  write<T>(work: (writer: Writer) => Promise<T>): Promise<T>
  /** The same for what others wait behind: what the database does not answer in time fails with `NoAnswer`. */
  readonly prompt: Pick<Store, 'engine' | 'reader' | 'write'>
  /** Reads everything as it stood at one moment, while others write. */
  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T>
  /**
   * After something was erased: as far as the database can, no copy of it is left in its own files. False while somebody
   * reads a state from before; then it is tried again until it is so.
   */
  forget(): Promise<boolean>
  close(): Promise<void>
}
