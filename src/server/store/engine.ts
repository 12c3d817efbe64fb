import type { Kysely } from 'kysely'
import type { Reader, Tables } from './database.ts'

/** What differs between the two databases, in one place. */
export interface Engine {
  readonly name: 'sqlite' | 'postgres'
  /** Writes; on SQLite the only connection that does. */
  readonly writer: Kysely<Tables>
  /** Reads; on SQLite another connection, so that no reader waits for a writer. */
  readonly reader: Kysely<Tables>
  /** For what others wait behind: no answer in time is none. */
  readonly prompt: Kysely<Tables> | undefined
  /** For what may take as long as it takes. */
  readonly unhurried: Kysely<Tables>
  readonly types: ColumnTypes
  /** One moment of the database, for as long as the work reads. */
  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T>
  /** Whether the same transaction may succeed when it is run once more. */
  isPassing(cause: unknown): boolean
  /**
   * Leaves no copy of what was erased in the database's own files, as far as it can; false while somebody reads a state
   * from before.
   */
  forget(): Promise<boolean>
  close(): Promise<void>
}

/** SQL of the three column types, of what stands behind a table's columns, and of where a text stands in another. */
export interface ColumnTypes {
  readonly text: string
  readonly int: string
  readonly blob: string
  readonly tableEnd: string
  readonly placeOf: string
}
