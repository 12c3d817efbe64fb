import { sql } from 'kysely'
import type { allMigrations } from '#server/migrations/all-migrations.ts'
import type { Store } from '#server/store/store.ts'

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
