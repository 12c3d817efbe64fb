import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { packUploadSchema } from '#core/sync/pack-uploads.ts'
import { createApp } from '#server/create-app.ts'
import { chunkAt, turnOfPack } from '#server/store/packs.ts'
import type { Store } from '#server/store/store.ts'
import { inTurn } from '#server/store/turns.ts'
import { aPack, someSubmissions } from '#tests/support/packs.ts'
import { someServices } from '#tests/support/services.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aColleague, ask, aTree, type StaffClient, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { aUnit } from '#tests/support/units.ts'

const { parent: _parent, ...unit } = aUnit
const isOk = ({ status }: { readonly status: number }): boolean => status === 200

describe.for(bothEngines())('packs on two processes of one database on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let apps: readonly [Hono, Hono]
  let tree: Tree
  let clerk: StaffClient
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    const second = await database.open()
    apps = [createApp(new Map(), await someServices(store)), createApp(new Map(), await someServices(second))]
    tree = await aTree(store)
    clerk = await aColleague({ app: apps[0], store }, tree.unit.id, 'collector')
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  async function upload(bytes: Uint8Array): Promise<string> {
    const digest = createHash('sha256').update(bytes).digest('hex')
    const body = { orgId: tree.department.id, digest, sizeBytes: bytes.byteLength }
    const { id } = v.parse(packUploadSchema, (await clerk.ask('POST', '/packs', body)).json)
    await clerk.ask('PUT', `/packs/${id}/chunks/0`, bytes)
    return id
  }
  const complete = (app: Hono, id: string) =>
    ask(app, { method: 'POST', path: `/packs/${id}/complete`, headers: clerk.headers })

  test('one that is completed on both at once is taken over once, with everybody', async () => {
    const submissions = await someSubmissions(30)
    const key = await aSigningKey()
    for (const day of [1, 2, 3, 4, 5]) {
      const createdAt = `2026-11-0${day}T03:00:00.000Z`
      const id = await upload(await aPack(submissions, { unit: { ...unit, orgCode: 'U1' }, key, createdAt }))
      const answers = await Promise.all([...apps, ...apps].map((app) => complete(app, id)))
      for (const { status, json } of answers) {
        expect(status, JSON.stringify(json)).toBe(200)
        expect(json).toEqual(answers[0]?.json)
      }
      const members = await store.reader.selectFrom('pack_member').selectAll().where('pack_id', '=', id).execute()
      expect(members).toHaveLength(30)
      const logged = await store.reader.selectFrom('log_entry').select('facts').where('kind', '=', 'pack').execute()
      expect(logged).toHaveLength(day)
    }
    expect(await store.reader.selectFrom('person').selectAll().execute()).toHaveLength(30)
  })

  test('what is being verified stays as it is, also for who sends a piece once more', async () => {
    const bytes = await aPack(await someSubmissions(1), { unit: { ...unit, orgCode: 'U1' }, key: await aSigningKey() })
    const id = await upload(bytes)
    const put = (piece: Uint8Array) => clerk.ask('PUT', `/packs/${id}/chunks/0`, piece)
    const kept = async () => new Uint8Array((await chunkAt(store.reader, id, 0)) ?? [])
    const other = bytes.map((byte) => byte ^ 1)
    await put(other)
    expect(await kept()).toEqual(other)
    await inTurn(store, turnOfPack(id), async () => {
      expect((await put(bytes)).status).toBe(200)
      expect(await kept()).toEqual(other)
    })
    await put(bytes)
    expect((await complete(apps[1], id)).status).toBe(200)
    await put(other)
    expect(await kept()).toEqual(bytes)
  })

  test('two of one unit that come at once stand as if they had come one after the other', async () => {
    const submissions = await someSubmissions(8)
    const key = await aSigningKey()
    for (const round of [1, 2, 3, 4, 5, 6]) {
      const made = (hour: number) => `2026-11-1${round}T0${hour}:00:00.000Z`
      const from = { unit: { ...unit, orgCode: 'U1' }, key }
      const older = await upload(await aPack(submissions, { ...from, createdAt: made(1) }))
      const newer = await upload(await aPack(submissions.slice(0, 4), { ...from, createdAt: made(2) }))
      const [first, second] = await Promise.all([complete(apps[0], older), complete(apps[1], newer)])
      expect(second.status, JSON.stringify(second.json)).toBe(200)
      const rows = await store.reader
        .selectFrom('pack')
        .select(['id', 'position'])
        .where('id', 'in', [older, newer])
        .execute()
      const positionOf = new Map(rows.map(({ id, position }) => [id, position]))
      const [at, after] = [positionOf.get(older) ?? 0, positionOf.get(newer) ?? 0]
      const isInOrder = isOk(first) ? at < after : JSON.stringify(first.json).includes('PACK_OUTDATED')
      expect(isInOrder, `${at} and ${after}: ${JSON.stringify(first.json)}`).toBe(true)
    }
  })
})
