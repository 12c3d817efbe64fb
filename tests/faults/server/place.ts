import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { verifyLog } from '#server/store/log.ts'
import { openStore, type StoreSettings } from '#server/store/open-store.ts'
import { serverKeyOf } from '#server/store/server-keys.ts'
import { type Running, startProgram } from '#tests/bench/server/running.ts'
import { anOpenTask, type OpenTask } from '#tests/support/sync.ts'
import type { Acknowledged } from './sender.ts'

const program = fileURLToPath(new URL('../../../src/server/main.ts', import.meta.url))

/** A database of the bench's own with a task that is open, and a server process to start on it again and again. */
export interface Place {
  readonly task: OpenTask
  /** Thumbprint of the key its receipts must be signed with. */
  readonly serverKey: string
  start(): Promise<Running>
  /** Looks into the database itself: what was acknowledged must be there, once, at its place in a whole log. */
  inspect(acknowledged: readonly Acknowledged[]): Promise<Inspection>
  remove(): Promise<void>
}

/** What the database says. */
export interface Inspection {
  readonly lost: number
  readonly twice: number
  readonly isLogWhole: boolean
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(text)
  await client.end()
}

async function settingsOf(postgresUrl: string | undefined): Promise<StoreSettings> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'caibao-faults-'))
  if (postgresUrl === undefined) return { dataFolder }
  const name = `faults_${randomUUID().replaceAll('-', '')}`
  await query(`${postgresUrl}/postgres`, `create database ${name}`)
  return { dataFolder, databaseUrl: `${postgresUrl}/${name}` }
}

async function inspect(settings: StoreSettings, acknowledged: readonly Acknowledged[]): Promise<Inspection> {
  const store = await openStore(settings)
  try {
    const rows = await store.reader
      .selectFrom('submission')
      .innerJoin('original', 'original.position', 'submission.position')
      .innerJoin('log_entry', 'log_entry.position', 'submission.position')
      .select(['submission.digest', 'submission.position', 'original.file', 'log_entry.hash'])
      .execute()
    const byDigest = Map.groupBy(rows, ({ digest }) => digest)
    const isThere = ({ digest, text, position, head }: Acknowledged): boolean =>
      (byDigest.get(digest) ?? []).some(
        (row) => row.position === position && row.hash === head && new TextDecoder().decode(row.file) === text,
      )
    const { fault } = await verifyLog(store.reader)
    return {
      lost: acknowledged.filter((one) => !isThere(one)).length,
      twice: [...byDigest.values()].filter(({ length }) => length > 1).length,
      isLogWhole: fault === undefined,
    }
  } finally {
    await store.close()
  }
}

/** Prepares a database: embedded, or in the PostgreSQL at this address. */
export async function aPlace(postgresUrl?: string): Promise<Place> {
  const settings = await settingsOf(postgresUrl)
  const store = await openStore(settings)
  const task = await anOpenTask(store)
  const { kid: serverKey } = await serverKeyOf(store)
  await store.close()
  const { dataFolder, databaseUrl } = settings
  const env = { CAIBAO_DATA: dataFolder, CAIBAO_RATE: '0', ...(databaseUrl && { DATABASE_URL: databaseUrl }) }
  return {
    task,
    serverKey,
    start: () => startProgram(program, { env }),
    inspect: (acknowledged) => inspect(settings, acknowledged),
    remove: () => rm(dataFolder, { recursive: true, force: true }),
  }
}
