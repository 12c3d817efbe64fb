import { PostgresAdapter, type RawBuilder, sql } from 'kysely'
import type { Reader } from './database.ts'

/** A value of a text or number column. */
export type GivenValue = string | number | null

/** A row as it is given: the same columns in each. */
export type GivenRow = Readonly<Record<string, GivenValue>>

/** Whether the database speaks PostgreSQL's dialect. */
export const isPostgres = (db: Reader): boolean => db.getExecutor().adapter instanceof PostgresAdapter

const always = sql`true`

/**
 * Rows as a table to select from, where a condition of the whole statement holds, ending so that `on conflict` may follow: one parameter however many rows there are
 * (PostgreSQL: one a column), so that neither database reads or plans a long statement.
 */
export function givenRows(db: Reader, rows: readonly GivenRow[], onlyIf = always): RawBuilder<unknown> {
  const names = Object.keys(rows[0] ?? {})
  if (!isPostgres(db)) {
    const columns = names.map((name, index) => sql`value ->> ${sql.lit(index)} as ${sql.ref(name)}`)
    const json = JSON.stringify(rows.map((row) => names.map((name) => row[name] ?? null)))
    return sql`select ${sql.join(columns)} from json_each(${json}) where ${onlyIf}`
  }
  const columns = names.map((name) => {
    const values = rows.map((row) => row[name] ?? null)
    const isNumber = values.some((value) => typeof value === 'number')
    return isNumber ? sql`${values}::bigint[]` : sql`${values}::text[]`
  })
  const called = sql.join(names.map((name) => sql.ref(name)))
  return sql`select * from unnest(${sql.join(columns)}) as given (${called}) where ${onlyIf}`
}

/** Inserts rows given as one parameter, or none of them where the condition does not hold. */
export function insertGiven(
  db: Reader,
  table: string,
  rows: readonly GivenRow[],
  onlyIf?: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const names = Object.keys(rows[0] ?? {}).map((name) => sql.ref(name))
  return sql`insert into ${sql.table(table)} (${sql.join(names)}) ${givenRows(db, rows, onlyIf)}`
}

/**
 * Joins to each row before it what a table has for it. PostgreSQL is held to the index at any size of the table, so that
 * the plan may be kept.
 */
export function joinToEach(db: Reader, table: string, as: string, on: RawBuilder<unknown>): RawBuilder<unknown> {
  const [of, name] = [sql.table(table), sql.ref(as)]
  if (!isPostgres(db)) return sql`left join ${of} ${name} on ${on}`
  return sql`left join lateral (select * from ${of} ${name} where ${on} offset 0) ${name} on true`
}

/** Statements that touch different tables, in one round trip where the database can. */
export async function runTogether(db: Reader, statements: readonly RawBuilder<unknown>[]): Promise<void> {
  if (statements.length === 0) return
  if (!isPostgres(db)) {
    for (const statement of statements) await statement.execute(db)
    return
  }
  await sql`with ${inParts(statements)} select 1`.execute(db)
}

/** Statements as parts of one, on PostgreSQL. */
export function inParts(statements: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join(statements.map((statement, index) => sql`${sql.ref(`s${index}`)} as (${statement})`))
}
