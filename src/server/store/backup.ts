import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Reader, Tables, Writer } from './database.ts'
import { allMigrations } from '../migrations/all-migrations.ts'
import type { Migration } from '../migrations/migration.ts'
import type { ColumnTypes } from './engine.ts'
import { holdAnyLog, type LogWalk, verifyLog } from './log.ts'
import { applyMigration, forgetMigrations, migrationsOf } from './migrate.ts'
import type { Store } from './store.ts'
import { tablesInOrder } from './tables-in-order.ts'

/**
 * A backup of the server: lines of JSON, the same for both databases. The first says what it is and which migrations
 * its rows fit, the last how many rows there are and the SHA-256 of everything before it.
 */
const kind = 'caibao-server-backup/1'

/** A page of a table is held at once: few rows of those that hold files, which may have megabytes. */
const [pageSize, pageSizeOfFiles] = [500, 8] as const
const tablesOfFiles: ReadonlySet<keyof Tables> = new Set([
  'original',
  'return_slip',
  'pack_chunk',
  'scheme_release',
  'correction',
])

type OrderedTable = (typeof tablesInOrder)[number]
type Value = string | number | null | Uint8Array | { readonly base64: string }
type Row = Readonly<Record<string, Value>>

const toJson = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
    ]),
  )

const fromJson = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && 'base64' in value
        ? new Uint8Array(Buffer.from(value.base64, 'base64'))
        : value,
    ]),
  )

/** A table page by page: after the last row of the page before, so that the millionth costs what the first does. */
async function* rowsOf(reader: Reader, table: keyof Tables, keys: readonly string[]): AsyncGenerator<Row> {
  const size = tablesOfFiles.has(table) ? pageSizeOfFiles : pageSize
  const columns = sql.join(keys.map((key) => sql.ref(key)))
  let last: Row | undefined
  for (;;) {
    const from = last
    const after = from ? sql`where (${columns}) > (${sql.join(keys.map((key) => from[key] ?? null))})` : sql``
    const page = sql<Row>`select * from ${sql.table(table)} ${after} order by ${columns} limit ${sql.lit(size)}`
    const { rows } = await page.execute(reader)
    yield* rows
    if (rows.length < size) return
    last = rows.at(-1)
  }
}

/** The tables of the schema that stands; one of an earlier version, from before the next start, lacks the latest. */
async function standingTables(reader: Reader, migrations: readonly string[]): Promise<readonly OrderedTable[]> {
  if (migrations.length >= allMigrations.length) return tablesInOrder
  const standing = new Set((await reader.introspection.getTables()).map(({ name }) => name))
  return tablesInOrder.filter(([table]) => standing.has(table))
}

/** What was written: how many rows, and whether the log among them is whole. */
interface WrittenBackup {
  readonly rows: number
  readonly log: LogWalk
}

/** Writes all there is, as it stood at one moment, while the server goes on; a log that was changed is written, too. */
export function writeBackup(store: Store, write: (line: string) => Promise<void>): Promise<WrittenBackup> {
  return store.snapshot(async (reader) => {
    const hash = createHash('sha256')
    let rows = 0
    const put = async (line: unknown): Promise<void> => {
      const text = `${JSON.stringify(line)}\n`
      hash.update(text)
      await write(text)
    }
    const migrations = await migrationsOf(reader)
    await put({ caibao: kind, migrations })
    for (const [table, keys] of await standingTables(reader, migrations)) {
      for await (const row of rowsOf(reader, table, keys)) {
        await put([table, toJson(row)])
        rows += 1
      }
    }
    await write(`${JSON.stringify({ rows, sha256: hash.digest('hex') })}\n`)
    return { rows, log: await verifyLog(reader) }
  })
}

const notWhole = '备份不完整或被改动过，没有恢复。请换一份备份。'

/** Why a backup is not restored. */
export class BackupRefused extends Error {}

const known = new Set<string>(tablesInOrder.map(([table]) => table))

function rowOf(line: unknown): readonly [string, Row] {
  if (!Array.isArray(line) || !known.has(String(line[0]))) throw new BackupRefused('备份里有不认识的内容。')
  // Checked by the sum over the whole file, and by the database itself.
  const [table, row]: readonly [string, Row] = [String(line[0]), line[1]]
  return [table, fromJson(row)]
}

/** Also a fresh database has the end of its log. */
const everyDatabaseHas: ReadonlySet<string> = new Set(['log_head'])

/** Its key, its clock and its turns are written by a server that nobody signed in to yet: all of it would be lost. */
async function mustBeEmpty(reader: Reader): Promise<void> {
  for (const [table] of tablesInOrder) {
    if (everyDatabaseHas.has(table)) continue
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(reader)
    if (rows.length === 0) continue
    const what = table === 'server_key' ? '这里启动过服务器，数据库里已经有内容' : '数据库里已经有内容'
    throw new BackupRefused(`${what}，没有恢复。请换一个空的数据文件夹或空的数据库，恢复完再启动服务器。`)
  }
}

// PostgreSQL's for text with a NUL in it, which the embedded database keeps.
const noSuchText = '22021'

async function insertRow(writer: Writer, [table, row]: readonly [string, Row]): Promise<void> {
  const names = Object.keys(row)
  const columns = sql.join(names.map((name) => sql.ref(name)))
  const values = sql.join(names.map((name) => row[name] ?? null))
  const insert = sql`insert into ${sql.table(table)} (${columns}) values (${values})`
  await insert.execute(writer).catch((cause: unknown) => {
    if (!(cause instanceof Error) || !('code' in cause) || cause.code !== noSuchText) throw cause
    throw new BackupRefused(
      `备份的表 ${table} 里有 PostgreSQL 存不了的字符（NUL），没有恢复。这份备份请恢复到内置数据库（caibao restore 备份.gz --data 数据文件夹）。`,
      { cause },
    )
  })
}

/** The migrations that the rows of a backup fit. */
function migrationsIn(line: unknown): readonly string[] {
  if (typeof line !== 'object' || line === null || !('caibao' in line) || line.caibao !== kind)
    throw new BackupRefused('这个文件不是采报服务器的备份。')
  const names = 'migrations' in line && Array.isArray(line.migrations) ? line.migrations : []
  return names.map(String)
}

/**
 * Gives the empty database the schema the rows were written in; what came to the schema since is given back, to be done
 * once the rows are there, as an upgrade would have done it.
 */
async function makeFitting(
  writer: Writer,
  types: ColumnTypes,
  theirs: readonly string[],
): Promise<readonly Migration[]> {
  const earlier = allMigrations.slice(0, theirs.length)
  if (
    theirs.length === 0 ||
    earlier.some(({ name }, index) => name !== theirs[index]) ||
    earlier.length < theirs.length
  )
    throw new BackupRefused('备份来自更新版本的采报，没有恢复。请换用做备份时的版本。')
  const later = allMigrations.slice(theirs.length)
  if (later.length > 0) {
    for (const [table] of tablesInOrder.toReversed()) await sql`drop table ${sql.table(table)}`.execute(writer)
    await forgetMigrations(writer)
    for (const migration of earlier) await applyMigration(writer, types, migration)
  }
  await writer.deleteFrom('log_head').execute()
  return later
}

/**
 * A server that starts meanwhile waits here before it makes its key, and finds the restored one; so does a restore. Whoever
 * waits for the row has a hold on its table: where that is dropped later, one of both would have to give way, and the lines
 * come once. TRUNCATE takes the table itself, also where an engine that speaks PostgreSQL knows no LOCK.
 */
const holdLogAlone = (writer: Writer, { engine }: Store): Promise<unknown> =>
  engine === 'postgres' ? sql`truncate table log_head`.execute(writer) : holdAnyLog(writer)

/**
 * Fills an empty database from a backup, of this or of an earlier version: all of it or nothing.
 */
export async function restoreBackup(store: Store, lines: AsyncIterable<string>): Promise<number> {
  // A server at work is not held up for what is refused.
  await mustBeEmpty(store.reader)
  let wasRead = false
  return store.write(async (writer) => {
    await holdLogAlone(writer, store)
    await mustBeEmpty(writer)
    // The lines come once: done again from the start, the backup would seem to be cut.
    if (wasRead) throw new BackupRefused('恢复中途有别的程序在用这个数据库，没有恢复。请停掉它们，再恢复一次。')
    wasRead = true
    const hash = createHash('sha256')
    let [rows, isFirst, end] = [0, true, '']
    let later: readonly Migration[] = []
    for await (const text of lines) {
      if (end !== '') throw new BackupRefused(notWhole)
      const line: unknown = JSON.parse(text)
      if (isFirst) later = await makeFitting(writer, store.types, migrationsIn(line))
      else if (Array.isArray(line)) {
        await insertRow(writer, rowOf(line))
        rows += 1
      } else {
        end = text
        continue
      }
      isFirst = false
      hash.update(`${text}\n`)
    }
    if (end !== JSON.stringify({ rows, sha256: hash.digest('hex') })) throw new BackupRefused(notWhole)
    for (const migration of later) await applyMigration(writer, store.types, migration)
    return rows
  })
}
