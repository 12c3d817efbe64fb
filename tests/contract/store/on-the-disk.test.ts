import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { durabilityWarnings } from '#server/observe/durability.ts'
import { openStore } from '#server/store/open-store.ts'
import type { Store } from '#server/store/store.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const [sqlite, postgres] = bothEngines()
let database: TestDatabase | undefined
let store: Store
async function begin(engine: typeof sqlite): Promise<TestDatabase> {
  if (!engine) throw new Error('no such database')
  database = await engine.create()
  store = await database.open()
  return database
}
afterEach(async () => {
  await database?.remove()
  database = undefined
})

test('what SQLite committed is on the disk', async () => {
  await begin(sqlite)
  const { synchronous, mode } = await store.write(async (writer) => ({
    synchronous: await sql<object>`pragma synchronous`.execute(writer),
    mode: await sql<object>`pragma journal_mode`.execute(writer),
  }))
  // 2 is FULL.
  expect(synchronous.rows).toEqual([{ synchronous: 2 }])
  expect(mode.rows).toEqual([{ journal_mode: 'wal' }])
  expect(await durabilityWarnings(store)).toEqual([])
})

describe('what PostgreSQL committed is on the disk', () => {
  beforeEach((context) => context.skip(postgres?.isHere !== true, 'this machine has no PostgreSQL'))

  test('also where the database by itself would not wait for it', async () => {
    const { settings } = await begin(postgres)
    const name = sql.ref(new URL(settings.databaseUrl ?? '').pathname.slice(1))
    const setTo = async (value: string): Promise<string | undefined> => {
      await sql`alter database ${name} set synchronous_commit = ${sql.lit(value)}`.execute(store.reader)
      const opened = await openStore(settings)
      try {
        const shown = sql<{ synchronous_commit: string }>`show synchronous_commit`
        return (await opened.write((writer) => shown.execute(writer))).rows[0]?.synchronous_commit
      } finally {
        await opened.close()
      }
    }
    expect(await setTo('off')).toBe('local')
    // It is on this disk by each of these; what somebody wants of another machine is theirs.
    for (const own of ['local', 'remote_write', 'on', 'remote_apply']) expect(await setTo(own)).toBe(own)
  })

  test('or it is said aloud that nothing is', async () => {
    await begin(postgres)
    const fsync = async (change: 'set fsync = off' | 'reset fsync'): Promise<void> => {
      await sql`alter system ${sql.raw(change)}`.execute(store.reader)
      await sql`select pg_reload_conf()`.execute(store.reader)
    }
    expect(await durabilityWarnings(store)).toEqual([])
    await fsync('set fsync = off')
    try {
      await expect.poll(() => durabilityWarnings(store)).toEqual([expect.stringMatching(/fsync.*收条/)])
    } finally {
      await fsync('reset fsync')
    }
    await expect.poll(() => durabilityWarnings(store)).toEqual([])
  })
})
