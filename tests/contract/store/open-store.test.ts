import canonicalize from 'canonicalize'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '#server/create-app.ts'
import { allMigrations } from '#server/migrations/all-migrations.ts'
import { verifyLog } from '#server/store/log.ts'
import { migrationsOf } from '#server/store/migrate.ts'
import { newId } from '#server/store/new-id.ts'
import { serverKeyOf } from '#server/store/server-keys.ts'
import type { Store } from '#server/store/store.ts'
import { asOf, rowsOf, somethingOfEverything, takeBack } from '#tests/support/earlier-schema.ts'
import { someServices } from '#tests/support/services.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { anOpenTask, aSignedFile, upload } from '#tests/support/sync.ts'

const anOrg = (changes: Readonly<Record<string, string>> = {}) => {
  const id = newId()
  const facts = { name: '南宁市第一医院', org_code: '498500001', division: '450103', level: 'unit', created_at: 1 }
  return { id, parent_id: null, path: `/${id}/`, ...facts, ...changes }
}

/** Everything a schema has, by name. */
async function shapeOf({ engine, reader }: Store): Promise<readonly string[]> {
  const tables = await reader.introspection.getTables()
  const indexes =
    engine === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_master where type = 'index' and sql is not null`
      : sql<{ name: string }>`select indexname as name from pg_indexes where schemaname = 'public'`
  const columns = tables.flatMap((table) =>
    table.columns.map(({ name, dataType }) => `${table.name}.${name} ${dataType}`),
  )
  return [...columns, ...(await indexes.execute(reader)).rows.map(({ name }) => name)].sort()
}

describe.for(bothEngines())('the store on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  test('gives back what was committed, text and blob as they were', async () => {
    const name = '韦晓𬱖·“测试”'
    const org = anOrg({ name })
    await store.write((writer) => writer.insertInto('org').values(org).execute())
    const file = new Uint8Array([0, 1, 0xff, 0xfe])
    await store.write((writer) => writer.insertInto('original').values({ position: 7, file }).execute())
    expect(await store.reader.selectFrom('org').selectAll().execute()).toEqual([org])
    const original = await store.reader.selectFrom('original').selectAll().executeTakeFirstOrThrow()
    expect(new Uint8Array(original.file)).toEqual(file)
    expect(original.position).toBe(7)
  })

  test('gives instants, counts and sums as numbers', async () => {
    const at = 1_795_453_200_000
    await store.write((writer) =>
      writer
        .insertInto('org')
        .values({ ...anOrg(), created_at: at })
        .execute(),
    )
    const row = await store.reader
      .selectFrom('org')
      .select(({ fn }) => ['created_at', fn.countAll<number>().as('count')])
      .groupBy('created_at')
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ created_at: at, count: 1 })
  })

  test('takes no text where a number belongs', async () => {
    const wrong = sql`insert into original (position, file) values (${'seven'}, ${new Uint8Array(1)})`
    await expect(store.write((writer) => wrong.execute(writer))).rejects.toThrow(/seven|integer|INTEGER|datatype/)
  })

  test('undoes everything of a transaction that fails', async () => {
    const failing = store.write(async (writer) => {
      await writer.insertInto('org').values(anOrg()).execute()
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await store.reader.selectFrom('org').selectAll().execute()).toEqual([])
    await store.write((writer) => writer.insertInto('org').values(anOrg()).execute())
    expect(await store.reader.selectFrom('org').selectAll().execute()).toHaveLength(1)
  })

  test('orders and compares text by code point', async () => {
    for (const name of ['乙', 'b', 'B', '甲'])
      await store.write((writer) => writer.insertInto('org').values(anOrg({ name })).execute())
    const rows = await store.reader.selectFrom('org').select('name').orderBy('name').execute()
    expect(rows.map(({ name }) => name)).toEqual(['B', 'b', '乙', '甲'])
  })

  test('lets no writer see half of another, also from a second process', async () => {
    const second = await database.open()
    await store.write((writer) =>
      writer
        .insertInto('server_key')
        .values({ ...aCounter, created_at: 0 })
        .execute(),
    )
    const add = (through: Store) =>
      through.write(async (writer) => {
        await writer.updateTable('log_head').set({ id: 1 }).where('id', '=', 1).execute()
        const { created_at: before } = await writer.selectFrom('server_key').selectAll().executeTakeFirstOrThrow()
        await writer
          .updateTable('server_key')
          .set({ created_at: before + 1 })
          .execute()
      })
    await Promise.all(Array.from({ length: 40 }, (_, index) => add(index % 2 === 0 ? store : second)))
    expect((await store.reader.selectFrom('server_key').selectAll().executeTakeFirstOrThrow()).created_at).toBe(40)
  })

  test('has one schema and one key, however many open it at once', async () => {
    const empty = await create()
    try {
      const stores = await Promise.all([empty.open(), empty.open(), empty.open()])
      const keys = await Promise.all(stores.map(serverKeyOf))
      expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1)
      const again = await serverKeyOf(await empty.open())
      expect(again.kid).toBe(keys[0]?.kid)
    } finally {
      await empty.remove()
    }
  })

  test('waits for no upgrade that was begun by a clock that was years ahead', async () => {
    const until = Date.now() + 3650 * 86_400_000
    const last = allMigrations.slice(-1)
    await takeBack(store, last)
    await store.write((writer) =>
      sql`insert into migration_lock (id, holder, until) values (1, 'another', ${until})`.execute(writer),
    )
    expect(await migrationsOf((await database.open()).reader)).toContain(last[0]?.name)
  })

  const earlier = allMigrations.slice(1).map((_, index) => allMigrations.slice(index + 1))
  test.for(earlier.map((later) => ({ later, last: allMigrations.at(-later.length - 1)?.name })))(
    'brings a database whose schema ended with $last to this version where it lies',
    async ({ later }) => {
      const { token } = await anOpenTask(store)
      const file = await aSignedFile()
      const handIn = async (on: Store, text: string): Promise<number> =>
        (await upload(createApp(new Map(), await someServices(on)), token, text)).status
      expect(await handIn(store, file.text)).toBe(200)
      await somethingOfEverything(store)
      const { head: end } = await verifyLog(store.reader)
      const shape = await shapeOf(store)
      await takeBack(store, later)
      expect(await shapeOf(store)).not.toEqual(shape)
      const then = await rowsOf(store.reader)
      expect([...then].filter(([, rows]) => rows.length === 0)).toEqual([])
      const upgraded = await database.open()
      expect(await migrationsOf(upgraded.reader)).toEqual(allMigrations.map(({ name }) => name))
      expect(await shapeOf(upgraded)).toEqual(shape)
      // What was there is there, and it goes on working.
      expect(asOf(then, await rowsOf(upgraded.reader))).toEqual(then)
      const originals = upgraded.reader.selectFrom('original').select('file').orderBy('position')
      const original = await originals.executeTakeFirstOrThrow()
      expect(new TextDecoder().decode(original.file)).toBe(file.text)
      expect(await handIn(upgraded, file.text)).toBe(200)
      expect(await handIn(upgraded, (await aSignedFile()).text)).toBe(200)
      expect(await verifyLog(upgraded.reader)).toMatchObject({ head: { position: end.position + 1 } })
      expect((await verifyLog(upgraded.reader)).fault).toBeUndefined()
    },
  )

  test('learns of steps from before which payload each speaks of', async () => {
    const digest = '5'.repeat(64)
    const steps = [
      { kind: 'passed', digest },
      { kind: 'corrected', changes: [{ after: '","digest":"', before: '', path: 'basic.name' }], digest, from: 'f' },
      { kind: 'reopened', reason: '写着"digest":"' },
    ]
    const rows = steps.map((step, at) => ({
      org_id: 'o',
      case_id: 'c',
      sequence: at,
      position: at,
      event_id: 'e',
      account_id: 'a',
      kind: step.kind,
      event: canonicalize({ at: 1, step }) ?? '',
      digest: null,
    }))
    await store.write((writer) => writer.insertInto('review_event').values(rows).execute())
    await takeBack(
      store,
      allMigrations.slice(allMigrations.findIndex(({ name }) => name.endsWith('digests-in-trails'))),
    )
    const { reader } = await database.open()
    const known = await reader.selectFrom('review_event').select('digest').orderBy('sequence').execute()
    expect(known.map((row) => row.digest)).toEqual([digest, digest, null])
  })

  test('does not touch a database of a newer version', async () => {
    await store.write((writer) =>
      sql`insert into migration (name, applied_at) values ('2999-01-01-later', 1)`.execute(writer),
    )
    await expect(database.open()).rejects.toThrow('数据库由更新版本的采报升级过（2999-01-01-later）')
  })
})

const aCounter = { kid: 'k', private_jwk: '', public_jwk: '' }
