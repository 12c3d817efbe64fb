import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '#server/create-app.ts'
import { createGroupStore } from '#server/intake/store-group.ts'
import { NoAnswer } from '#server/store/no-answer.ts'
import { holdAnyLog, verifyLog } from '#server/store/log.ts'
import { openingInWords } from '#server/store/open-failure.ts'
import { openStore } from '#server/store/open-store.ts'
import { serverKeyOf } from '#server/store/server-keys.ts'
import type { Store } from '#server/store/store.ts'
import { anArrival } from '#tests/support/server-scene.ts'
import { someServices } from '#tests/support/services.ts'
import { aSilentLine, type Silence, type SilentLine } from '#tests/support/silent-line.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { anOpenTask, aSignedFile, upload } from '#tests/support/sync.ts'

const promptMs = 1_000

describe.for(bothEngines().filter(({ name }) => name === 'PostgreSQL'))('a $name that falls silent', (engine) => {
  let database: TestDatabase
  let line: SilentLine
  let store: Store
  beforeEach(async (context) => {
    context.skip(!engine.isHere, 'this machine has no PostgreSQL')
    database = await engine.create()
    line = await aSilentLine(database.settings.databaseUrl ?? '')
    store = await openStore({ dataFolder: '', databaseUrl: line.url, answerLimits: { promptMs } })
  })
  afterEach(async () => {
    if (!engine.isHere) return
    await line.stop()
    await store.close()
    await database.remove()
  })

  const silences: readonly Silence[] = ['both ways', 'the way back']
  test.for(silences)('%s stops no upload, and nothing is stored twice', async (how) => {
    const { token } = await anOpenTask(store)
    const app = createApp(new Map(), await someServices(store))
    const files = await Promise.all(Array.from({ length: 4 }, () => aSignedFile()))
    const handIn = (): Promise<readonly number[]> =>
      Promise.all(files.map(async ({ text }) => (await upload(app, token, text)).status))
    // Several connections stand.
    await Promise.all([1, 2, 3].map(() => sql`select pg_sleep(0.1)`.execute(store.reader)))
    expect(await handIn()).toEqual([200, 200, 200, 200])
    const more = await Promise.all(Array.from({ length: 4 }, () => aSignedFile()))
    files.push(...more)
    line.fallSilent(how)
    const since = performance.now()
    const answers = await handIn()
    // Whether they were stored is not known: they are asked for again.
    expect(new Set(answers)).toEqual(new Set([500]))
    expect(await handIn()).toEqual(files.map(() => 200))
    expect(performance.now() - since).toBeLessThan(5 * promptMs)
    const { rows } = await sql<{ count: number }>`select count(*) as count from submission`.execute(store.reader)
    expect(rows).toEqual([{ count: 8 }])
    expect((await verifyLog(store.reader)).fault).toBeUndefined()
    expect((await app.request('/readyz')).status).toBe(200)
  })

  test('after it stored a group, whose answer was lost, tells of each when it is asked again', async () => {
    const task = await anOpenTask(store)
    const storeGroup = createGroupStore(store.prompt)
    await storeGroup([anArrival(task, 'first')])
    const group = ['second', 'third'].map((name) => anArrival(task, name))
    line.fallSilent('the way back')
    await expect(storeGroup(group)).rejects.toBeInstanceOf(NoAnswer)
    expect(await storeGroup(group)).toMatchObject([{ isKnown: true }, { isKnown: true }])
    expect(await verifyLog(store.reader)).toMatchObject({ head: { position: 3 } })
  })

  test('at a write that is amid its transaction ends it there: the connection is not used again', async () => {
    const writing = store.prompt.write(async (writer) => {
      await writer.insertInto('org').values(anOrg).execute()
      line.fallSilent('both ways')
      await writer.selectFrom('org').selectAll().execute()
    })
    await expect(writing).rejects.toThrow('did not answer')
    await expect.poll(() => line.open()).toBe(0)
    expect(await store.reader.selectFrom('org').selectAll().execute()).toEqual([])
  })

  test('is said to be not ready for as long', async () => {
    const app = createApp(new Map(), await someServices(store))
    expect((await app.request('/readyz')).status).toBe(200)
    line.fallSilent('both ways')
    expect((await app.request('/readyz')).status).toBe(503)
    expect((await app.request('/readyz')).status).toBe(200)
  })

  test('because a backup is restored into it lets a server that starts say when to start again', async () => {
    const settings = { dataFolder: '', databaseUrl: line.url, answerLimits: { usualMs: 300 } }
    const starting = await openStore(settings)
    try {
      const key = await store.write(async (writer) => {
        await holdAnyLog(writer)
        return openingInWords(settings, serverKeyOf(starting)).catch(String)
      })
      expect(key).toMatch(/恢复备份.*再启动/)
    } finally {
      await starting.close()
    }
  })

  test('does not hold for others what a server that fell silent held', async () => {
    const shown = async (name: string) => (await sql<object>`show ${sql.raw(name)}`.execute(store.reader)).rows
    expect(await shown('idle_in_transaction_session_timeout')).toEqual([
      { idle_in_transaction_session_timeout: '1min' },
    ])
    expect(await shown('client_connection_check_interval')).toEqual([{ client_connection_check_interval: '10s' }])
    expect(await shown('tcp_keepalives_idle')).toEqual([{ tcp_keepalives_idle: '30' }])
    const within = (reader: Pick<Store, 'reader'>['reader']) =>
      sql<object>`show idle_in_transaction_session_timeout`.execute(reader)
    // A backup may be written to a slow disk, and holds nothing.
    expect((await store.snapshot(within)).rows).toEqual([{ idle_in_transaction_session_timeout: '0' }])
    expect(await shown('idle_in_transaction_session_timeout')).toEqual([
      { idle_in_transaction_session_timeout: '1min' },
    ])
  })
})

const anOrg = {
  id: 'o',
  parent_id: null,
  path: '/o/',
  name: '南宁市第一医院',
  org_code: '498500001',
  division: '450103',
  level: 'unit',
  created_at: 1,
}
