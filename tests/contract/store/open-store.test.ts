import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#server/store/new-id.ts'
import { serverKeyOf } from '#server/store/server-keys.ts'
import type { Store } from '#server/store/store.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const anOrg = (changes: Readonly<Record<string, string>> = {}) => {
  const id = newId()
  const facts = { name: '南宁市第一医院', org_code: '498500001', division: '450103', level: 'unit', created_at: 1 }
  return { id, parent_id: null, path: `/${id}/`, ...facts, ...changes }
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

  test('does not touch a database of a newer version', async () => {
    await store.write((writer) =>
      sql`insert into migration (name, applied_at) values ('2999-01-01-later', 1)`.execute(writer),
    )
    await expect(database.open()).rejects.toThrow('数据库由更新版本的采报升级过（2999-01-01-later）')
  })
})

const aCounter = { kid: 'k', private_jwk: '', public_jwk: '' }
