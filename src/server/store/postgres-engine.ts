import { Kysely, PostgresDialect, sql } from 'kysely'
import type pg from 'pg'
import type { CustomTypesConfig, PoolClient } from 'pg'
import { type AnswerLimits, limitAnswers } from './answer-limits.ts'
import { settleConnection } from './connection-settings.ts'
import type { Tables } from './database.ts'
import type { ColumnTypes, Engine } from './engine.ts'

const connections = 10
const connectMs = 10_000
const idleMs = 60_000
const keepAliveMs = 10_000
/** Half as long as the app waits for an answer. */
export const usualPromptMs = 30_000
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

const numbersAsNumbers = (library: typeof pg): CustomTypesConfig => ({
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? toNumber : library.types.getTypeParser(oid, format ?? 'text'),
})

/** Connects to PostgreSQL (or what speaks it); the package is loaded only then. */
export async function openPostgres(
  url: string,
  { promptMs = usualPromptMs, usualMs }: AnswerLimits = {},
): Promise<Engine> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: idleMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMs,
    application_name: 'caibao',
    types: numbersAsNumbers(pg),
    verify: (client, done) => void settleConnection(client, done),
  })
  const { limit, within } = limitAnswers(pool)
  // An idle connection that breaks is replaced by the pool when the next one is asked for.
  pool.on('error', () => undefined)
  // One that breaks while a transaction holds it, between two statements, would end the process: the next statement fails.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    rememberStatements(client)
    limit(client, promptMs)
  })
  const dbWithin = (answerMs?: number) =>
    new Kysely<Tables>({ dialect: new PostgresDialect({ pool: within(answerMs) }) })
  const db = dbWithin(usualMs)
  let ended: Promise<void> | undefined
  return {
    name: 'postgres',
    writer: db,
    reader: db,
    prompt: dbWithin(promptMs),
    unhurried: dbWithin(),
    types,
    isPassing,
    snapshot: (work) =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (reader) => {
          // It holds nothing up, however long somebody takes over what was read.
          await sql`select set_config('idle_in_transaction_session_timeout', '0', true)`.execute(reader)
          return work(reader)
        }),
    // Dead rows are swept by autovacuum; when is the business of who runs it.
    forget: () => Promise.resolve(true),
    close: () => (ended ??= pool.end()),
  }
}
