import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { findPostgres } from '#house/find-postgres.mjs'
import { startPostgres } from './postgres.ts'

/** Where a real server keeps what it is given: the environment it is started with. */
export interface ServerDatabase {
  readonly env: Readonly<Record<string, string>>
  remove(): Promise<void>
}

/** The databases a server may have and this machine has: `describe.for(serverDatabases())`. */
export function serverDatabases(): readonly ServerEngine[] {
  return findPostgres() === undefined ? ['SQLite'] : ['SQLite', 'PostgreSQL']
}

type ServerEngine = 'SQLite' | 'PostgreSQL'

/** An empty one. */
export async function aServerDatabase(name: ServerEngine): Promise<ServerDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'caibao-data-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  if (name === 'SQLite') return { env: { CAIBAO_DATA: folder }, remove }
  const postgres = await startPostgres()
  if (!postgres) throw new Error('PostgreSQL was found and is gone')
  const client = new Client({ connectionString: `${postgres.url}/postgres` })
  await client.connect()
  await client.query('create database caibao')
  await client.end()
  return {
    env: { CAIBAO_DATA: folder, DATABASE_URL: `${postgres.url}/caibao` },
    async remove() {
      postgres.stop()
      await remove()
    },
  }
}
