import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { openStore, type StoreSettings } from '#server/store/open-store.ts'
import { anOpenTask, type OpenTask } from '#tests/support/sync.ts'
import { type Running, startProgram } from './running.ts'

const main = fileURLToPath(new URL('../../../src/server/main.ts', import.meta.url))

/** An empty database of one of the two kinds, with a task that is open for uploads. */
export interface Place {
  readonly settings: StoreSettings
  /** Folder or address, for programs that open it themselves. */
  readonly where: string
  readonly task: OpenTask
  startServer(): Promise<Running>
  remove(): void
}

async function emptySettings(postgresUrl: string | undefined, folder: string): Promise<StoreSettings> {
  if (postgresUrl === undefined) return { dataFolder: folder }
  const name = `bench_${randomUUID().replaceAll('-', '')}`
  const client = new Client({ connectionString: `${postgresUrl}/postgres` })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  return { dataFolder: folder, databaseUrl: `${postgresUrl}/${name}` }
}

/** Makes one; on the embedded database without an address of a PostgreSQL. */
export async function aPlace(postgresUrl?: string): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'caibao-bench-'))
  const settings = await emptySettings(postgresUrl, folder)
  const store = await openStore(settings)
  const task = await anOpenTask(store)
  await store.close()
  const { databaseUrl } = settings
  const env = { CAIBAO_DATA: folder, CAIBAO_RATE: '0', ...(databaseUrl && { DATABASE_URL: databaseUrl }) }
  return {
    settings,
    where: databaseUrl ?? folder,
    task,
    startServer: () => startProgram(main, { env }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
