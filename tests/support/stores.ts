import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { inject } from 'vitest'
import { openStore, type StoreSettings } from '#server/store/open-store.ts'
import type { Store } from '#server/store/store.ts'

/** An empty database that can be opened several times, e.g. by two processes or after a fall. */
export interface TestDatabase {
  readonly settings: StoreSettings
  open(): Promise<Store>
  remove(): Promise<void>
}

interface EngineUnderTest {
  readonly name: string
  /** Whether this machine has it; the set-up says aloud when it does not. */
  readonly isHere: boolean
  readonly create: () => Promise<TestDatabase>
}

/** An empty embedded database in a folder of its own. */
async function aSqliteDatabase(): Promise<TestDatabase> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'caibao-store-'))
  const opened: Store[] = []
  return {
    settings: { dataFolder },
    async open() {
      const store = await openStore({ dataFolder })
      opened.push(store)
      return store
    },
    async remove() {
      for (const store of opened) await store.close()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(text)
  await client.end()
}

/** An empty database in the PostgreSQL at this address. */
async function aPostgresDatabase(url: string): Promise<TestDatabase> {
  const name = `caibao_${randomUUID().replaceAll('-', '')}`
  await query(`${url}/postgres`, `create database ${name}`)
  const settings = { dataFolder: '', databaseUrl: `${url}/${name}` }
  const opened: Store[] = []
  return {
    settings,
    async open() {
      const store = await openStore(settings)
      opened.push(store)
      return store
    },
    async remove() {
      for (const store of opened) await store.close()
      await query(`${url}/postgres`, `drop database if exists ${name} with (force)`)
    },
  }
}

/** Both databases a server may have: `describe.for(bothEngines())`. */
export function bothEngines(): readonly EngineUnderTest[] {
  const url = inject('postgresUrl')
  return [
    { name: 'SQLite', isHere: true, create: aSqliteDatabase },
    { name: 'PostgreSQL', isHere: url !== '', create: () => aPostgresDatabase(url) },
  ]
}
