import { Kysely, PostgresDialect } from 'kysely'
import type { PoolClient } from 'pg'
import type { Tables } from './database.ts'
import type { ColumnTypes, Engine } from './engine.ts'

const connections = 10
const connectMs = 10_000
const idleMs = 60_000
const int8 = 20

const types: ColumnTypes = {
  // Order by code point, as the other engine does, whatever the database was made with.
  text: 'text collate "C"',
  int: 'bigint',
  blob: 'bytea',
  tableEnd: '',
  placeOf: 'strpos',
}

function toNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`the database gave ${text}, which is no whole number here`)
  return value
}

// Serialization failure, deadlock, and a connection that ended: the same work may succeed at once.
const passing = new Set(['40001', '40P01'])
const isPassing = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && passing.has(cause.code)

const mostRemembered = 100

/**
 * What is written again and again is parsed once a connection. Reading is planned anew each time: its best plan depends
 * on how much there is.
 */
function rememberStatements(client: PoolClient): void {
  const names = new Map<string, string>()
  const query = client.query.bind(client)
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text)
    if (known !== undefined || names.size >= mostRemembered || !/^\s*(?:insert|update|with)\b/i.test(text)) return known
    const name = `caibao_${names.size}`
    names.set(text, name)
    return name
  }
  Object.assign(client, {
    query(text: unknown, values: unknown, ...rest: readonly unknown[]): unknown {
      const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text) : undefined
      const asked = name === undefined ? [text, values] : [{ name, text, values }]
      return Reflect.apply(query, client, [...asked, ...rest])
    },
  })
}

/** Connects to PostgreSQL (or what speaks it); the package is loaded only then. */
export async function openPostgres(url: string): Promise<Engine> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: idleMs,
    application_name: 'caibao',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === int8 ? toNumber : pg.types.getTypeParser(oid, format ?? 'text'),
    },
  })
  // An idle connection that breaks is replaced by the pool when the next one is asked for.
  pool.on('error', () => undefined)
  // One that breaks while a transaction holds it, between two statements, would end the process: the next statement fails.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    rememberStatements(client)
  })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    name: 'postgres',
    writer: db,
    reader: db,
    types,
    isPassing,
    snapshot: (work) => db.transaction().setIsolationLevel('repeatable read').execute(work),
    // Dead rows are swept by autovacuum; when is the business of who runs it.
    forget: () => Promise.resolve(true),
    close: () => db.destroy(),
  }
}
