import { setTimeout as pause } from 'node:timers/promises'
import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Migration } from '../migrations/migration.ts'
import type { Reader } from './database.ts'
import type { ColumnTypes, Engine } from './engine.ts'
import { retrying } from './retrying.ts'

// An alias, not an interface: Kysely wants a type that can be indexed.
type MigrationTables = {
  migration: { name: string; applied_at: number }
  migration_lock: { id: number; holder: string; until: number }
}

const holdMs = 600_000
const retryMs = 200
const waitMs = 120_000

async function makeTables(db: Kysely<MigrationTables>, engine: Engine): Promise<void> {
  const { text, int, tableEnd } = engine.types
  const statements = [
    `create table if not exists migration (name ${text} primary key, applied_at ${int} not null) ${tableEnd}`,
    `create table if not exists migration_lock (id ${int} primary key, holder ${text} not null, until ${int} not null) ${tableEnd}`,
  ]
  for (const statement of statements) {
    const run = () => retrying(engine, () => sql.raw(statement).execute(db))
    // Two processes that start at once both try this; the one that loses finds the table there.
    await run().catch(run)
  }
}

/** Nobody holds it any longer, or a clock that was wrong wrote until when. */
const isOver = (now: number) => (row: ExpressionBuilder<MigrationTables, 'migration_lock'>) =>
  row.or([row('migration_lock.until', '<', now), row('migration_lock.until', '>', now + 2 * holdMs)])

/** A row is the lock: advisory locks are not known to every engine that speaks PostgreSQL. */
async function takeLock(db: Kysely<MigrationTables>, engine: Engine, holder: string): Promise<void> {
  const giveUpAt = Date.now() + waitMs
  for (;;) {
    const now = Date.now()
    const row = { holder, until: now + holdMs }
    const taken = db
      .insertInto('migration_lock')
      .values({ id: 1, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row).where(isOver(now)))
    const { numInsertedOrUpdatedRows } = await retrying(engine, () => taken.executeTakeFirstOrThrow())
    if (numInsertedOrUpdatedRows === 1n) return
    if (now > giveUpAt) throw new Error('另一个进程一直在升级数据库，没有等到它结束。请稍后再启动。')
    await pause(retryMs)
  }
}

async function pendingOf(db: Kysely<MigrationTables>, all: readonly Migration[]): Promise<readonly Migration[]> {
  const applied = await db.selectFrom('migration').select('name').orderBy('name').execute()
  const known = new Set<string>(all.map(({ name }) => name))
  const foreign = applied.find(({ name }) => !known.has(name))
  if (foreign)
    throw new Error(`数据库由更新版本的采报升级过（${foreign.name}），本版本不会改动它。请换回新版本再启动。`)
  const done = new Set(applied.map(({ name }) => name))
  return all.filter(({ name }) => !done.has(name))
}

/** One step of the schema, in the transaction of `writer`. */
export async function applyMigration(writer: Reader, types: ColumnTypes, migration: Migration): Promise<void> {
  for (const statement of migration.statements(types)) await sql.raw(statement).execute(writer)
  const done = { name: migration.name, applied_at: Date.now() }
  await writer.withTables<MigrationTables>().insertInto('migration').values(done).execute()
}

/** As if no step had been made; the tables are gone. */
export async function forgetMigrations(writer: Reader): Promise<void> {
  await writer.withTables<MigrationTables>().deleteFrom('migration').execute()
}

const applyOne = ({ unhurried, types }: Engine, migration: Migration): Promise<void> =>
  unhurried.transaction().execute((transaction) => applyMigration(transaction, types, migration))

/** Brings the schema to this version, step by step, each in one transaction; several processes may try at once. */
export async function migrate(engine: Engine, all: readonly Migration[]): Promise<void> {
  const db: Kysely<MigrationTables> = engine.unhurried.withTables<MigrationTables>()
  await makeTables(db, engine)
  if ((await pendingOf(db, all)).length === 0) return
  const holder = randomUUID()
  await takeLock(db, engine, holder)
  try {
    for (const migration of await pendingOf(db, all)) await retrying(engine, () => applyOne(engine, migration))
  } finally {
    await retrying(engine, () => db.deleteFrom('migration_lock').where('holder', '=', holder).execute())
  }
}

/** A database in which no server was started. */
export class NothingBegun extends Error {}

/**
 * Looks whether the schema is of this version, or of an earlier one that is left as it is; a command brings it nowhere, for
 * the server of that version may still be at work on it.
 */
export async function mustBeOurs(
  { reader }: Engine,
  all: readonly Migration[],
  earlier: 'refused' | 'left',
): Promise<void> {
  const tables = await reader.introspection.getTables()
  if (!tables.some(({ name }) => name === 'migration')) throw new NothingBegun('数据库里没有服务器的数据。')
  const pending = await pendingOf(reader.withTables<MigrationTables>(), all)
  if (earlier === 'refused' && pending.length > 0)
    throw new Error(
      '数据库还没有升级到本版本，这个命令不改动它。请先用本版本启动一次服务器（会自己升级），或换回服务器的版本再运行。',
    )
}

/** Names of the migrations a database went through, in order. */
export async function migrationsOf(reader: Reader): Promise<readonly string[]> {
  const db = reader.withTables<MigrationTables>()
  const rows = await db.selectFrom('migration').select('name').orderBy('name').execute()
  return rows.map(({ name }) => name)
}
