import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, sql, SqliteDialect, type SqliteDatabase } from 'kysely'
import type { Tables } from './database.ts'
import type { ColumnTypes, Engine } from './engine.ts'

/** Name of the embedded database in the data folder. */
export const sqliteFile = 'caibao.sqlite'

// Who writes waits in `retrying`, so that the process goes on; a reader only ever meets a recovery.
const busyMs = { writing: 0, reading: 5_000 } as const
const cachedStatements = 200
// Whoever reads takes pages straight from the system's memory; whoever writes does not, so that a bad disk is an error.
const mappedBytes = 4 * 1_073_741_824

const types: ColumnTypes = { text: 'text', int: 'integer', blob: 'blob', tableEnd: 'strict', placeOf: 'instr' }

const isInput = (value: unknown): value is SQLInputValue =>
  value === null || ['string', 'number', 'bigint'].includes(typeof value) || ArrayBuffer.isView(value)

function inputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (!isInput(value)) throw new TypeError(`a parameter of type ${typeof value} has no column type`)
    return value
  })
}

const nothingDone = { changes: 0, lastInsertRowid: 0 }

/** Node's SQLite as Kysely wants it; statements are prepared once. */
function asKyselyDatabase(database: DatabaseSync, begin: string): SqliteDatabase {
  const statements = new Map<string, StatementSync>()
  function prepared(text: string): StatementSync {
    const known = statements.get(text)
    if (known) return known
    if (statements.size >= cachedStatements) statements.clear()
    const statement = database.prepare(text)
    statements.set(text, statement)
    return statement
  }
  return {
    close: () => database.close(),
    prepare(text) {
      const statement = prepared(text === 'begin' ? begin : text)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...inputs(parameters)),
        // Of some failures (a full disk) SQLite takes the transaction back itself; doing it again would fail in place of them.
        run: (parameters) =>
          text === 'rollback' && !database.isTransaction ? nothingDone : statement.run(...inputs(parameters)),
        iterate: (parameters) => statement.iterate(...inputs(parameters)),
      }
    },
  }
}

function open(path: string, readOnly: boolean): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly, timeout: readOnly ? busyMs.reading : busyMs.writing })
  if (!readOnly) database.exec('pragma journal_mode = wal')
  database.exec(
    `pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on; pragma cache_size = -65536; pragma trusted_schema = off${readOnly ? `; pragma mmap_size = ${mappedBytes}` : ''}`,
  )
  return database
}

const isPassing = (cause: unknown): boolean =>
  cause instanceof Error && 'errcode' in cause && (cause.errcode === 5 || cause.errcode === 6)

/** Opens (or begins) the embedded database in this folder: WAL, and on disk before a commit returns. */
export function openSqlite(folder: string): Engine {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, sqliteFile)
  const writing = open(path, false)
  chmodSync(path, 0o600)
  const reading = open(path, true)
  const kyselyOf = (database: DatabaseSync, begin: string): Kysely<Tables> =>
    new Kysely<Tables>({ dialect: new SqliteDialect({ database: asKyselyDatabase(database, begin) }) })
  // A transaction that reads first and writes later could not be upgraded: a writer takes the lock at once.
  const writer = kyselyOf(writing, 'begin immediate')
  const reader = kyselyOf(reading, 'begin')
  return {
    name: 'sqlite',
    writer,
    reader,
    // In this very process: it answers, or nothing does.
    prompt: undefined,
    unhurried: writer,
    types,
    isPassing,
    snapshot: (work) => reader.transaction().execute(work),
    // What is deleted is overwritten (secure_delete); the journal still has it until it is written back and cut. By the
    // connection that writes, when its turn comes: amid a transaction it would fail.
    async forget() {
      const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(writer)
      return rows[0]?.busy === 0
    },
    async close() {
      await reader.destroy()
      await writer.destroy()
      for (const database of [reading, writing]) if (database.isOpen) database.close()
    },
  }
}
