import { sql } from 'kysely'
import type { allMigrations } from '#server/migrations/all-migrations.ts'
import { addAccount } from '#server/store/accounts.ts'
import type { Reader, Writer } from '#server/store/database.ts'
import { pushEvents } from '#server/store/push-events.ts'
import { storeSlip } from '#server/store/return-slips.ts'
import type { Store } from '#server/store/store.ts'
import { tablesInOrder } from '#server/store/tables-in-order.ts'
import { aTarget } from './attempts-on-unit.ts'
import { aPushed, corrected, received } from './pushed-events.ts'
import { aTree, staffNow } from './staff.ts'

/** What takes one statement of a migration back; what fills a column goes with it. */
function undoing(statement: string): string | undefined {
  if (statement.startsWith('update ')) return undefined
  const [, kind, name] = /^create (index|table) (\w+)/.exec(statement) ?? []
  if (kind !== undefined && name !== undefined) return `drop ${kind} ${name}`
  const [, table, column] = /^alter table (\w+) add column (\w+)/.exec(statement) ?? []
  if (table !== undefined && column !== undefined) return `alter table ${table} drop column ${column}`
  throw new Error(`how is this taken back: ${statement}`)
}

/** Leaves a database as the version before these migrations had it, with the rows that it had. */
export const takeBack = (store: Store, migrations: typeof allMigrations): Promise<void> =>
  store.write(async (writer) => {
    for (const migration of migrations.toReversed()) {
      const statements = migration.statements(store.types).flatMap((statement) => undoing(statement) ?? [])
      for (const statement of statements.toReversed()) await sql.raw(statement).execute(writer)
      await sql`delete from migration where name = ${migration.name}`.execute(writer)
    }
  })

type Row = Readonly<Record<string, unknown>>

/** What every table of the schema that stands holds, in order, by name. */
export async function rowsOf(reader: Reader): Promise<ReadonlyMap<string, readonly Row[]>> {
  const standing = new Set((await reader.introspection.getTables()).map(({ name }) => name))
  const held = new Map<string, readonly Row[]>()
  for (const [table, keys] of tablesInOrder) {
    if (!standing.has(table)) continue
    const ordered: readonly string[] = keys
    const columns = sql.join(ordered.map((key) => sql.ref(key)))
    const { rows } = await sql<Row>`select * from ${sql.table(table)} order by ${columns}`.execute(reader)
    // Those of one engine are no ordinary objects, and a difference could not be shown.
    held.set(
      table,
      rows.map((row) => Object.fromEntries(Object.entries(row))),
    )
  }
  return held
}

/** The same rows, with no more than the columns they had then. */
export const asOf = (
  then: ReadonlyMap<string, readonly Row[]>,
  now: ReadonlyMap<string, readonly Row[]>,
): ReadonlyMap<string, readonly Row[]> =>
  new Map(
    [...then].map(([table, rows]) => {
      const columns = Object.keys(rows[0] ?? {})
      const picked = (row: Row): Row => Object.fromEntries(columns.map((column) => [column, row[column]]))
      return [table, (now.get(table) ?? []).map(picked)]
    }),
  )

/** A row in each table that has none: as good as any where nobody reads it. */
async function fillTheRest(writer: Writer, known: Row): Promise<void> {
  const tables = new Map((await writer.introspection.getTables()).map(({ name, columns }) => [name, columns]))
  for (const [table] of tablesInOrder) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(writer)
    if (rows.length > 0) continue
    const columns = tables.get(table) ?? []
    const values = columns.map(({ name, dataType }) => {
      if (/int/i.test(dataType)) return 1
      return /blob|bytea/i.test(dataType) ? new Uint8Array([0, 1, 0xff]) : (known[name] ?? `${name} 的值`)
    })
    const names = sql.join(columns.map(({ name }) => sql.ref(name)))
    await sql`insert into ${sql.table(table)} (${names}) values (${sql.join(values)})`.execute(writer)
  }
}

/** Something of everything a server keeps: a unit with staff, tasks, packs, a case, a slip, and a row in every other table. */
export async function somethingOfEverything(store: Store): Promise<void> {
  const tree = await aTree(store)
  const orgId = tree.unit.id
  const row = { loginName: 'a', displayName: '同事', orgId, role: 'admin', passwordHash: null } as const
  const accountId = (await store.write((writer) => addAccount(writer, row, staffNow)))?.id ?? ''
  const { digest, packId, taskId } = await aTarget(store, tree, accountId)
  const events = [received('a'), corrected('b', 'a', '13900000000')].map((step, at) => aPushed('case', at + 1, step))
  await store.write(async (writer) => {
    const pushed = await pushEvents(writer, { orgId, accountId, role: 'admin', now: staffNow, events })
    if (pushed.some(({ kind }) => kind !== 'accepted')) throw new Error(JSON.stringify(pushed))
    const slip = { slipId: 'slip', recordId: 'record', submissionDigest: digest, device: 'device', file: '退' }
    await storeSlip(writer, { ...slip, orgId, returnedBy: orgId, at: 1 })
    const ids = { org_id: orgId, account_id: accountId, created_by: accountId, task_id: taskId, pack_id: packId }
    await fillTheRest(writer, ids)
  })
}
