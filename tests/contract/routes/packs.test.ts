import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { readPack } from '#core/pack/read-pack.ts'
import { packChunkBytes, packUploadSchema } from '#core/sync/pack-uploads.ts'
import { changePageSchema } from '#core/sync/replication.ts'
import { totalsSchema } from '#core/sync/totals.ts'
import { createApp } from '#server/create-app.ts'
import { chunkCount } from '#server/store/packs.ts'
import { placePeople } from '#server/store/people.ts'
import { moveOrg, orgById } from '#server/store/org-tree.ts'
import { keepNoLonger } from '#server/store/retention.ts'
import type { Store } from '#server/store/store.ts'
import { aPack, inPieces, someSubmissions } from '#tests/support/packs.ts'
import { aPushed, received } from '#tests/support/pushed-events.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aColleague, type StaffClient, type Tree, aTree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { someServices } from '#tests/support/services.ts'
import { aUnit } from '#tests/support/units.ts'

/** Digest of what the unit signed: how its next pack names this one. */
async function manifestDigestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const read = await readPack(inPieces(bytes))
  if (!read.ok) throw new Error(read.error.code)
  return read.value.digest
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe.for(bothEngines())('reporting up on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let app: Hono
  let tree: Tree
  let clerk: StaffClient
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    app = createApp(new Map(), await someServices(store))
    tree = await aTree(store)
    clerk = await aColleague({ app, store }, tree.unit.id, 'collector')
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  const { parent: _parent, ...unit } = aUnit
  const packFrom = async (orgCode: string, submissions: Awaited<ReturnType<typeof someSubmissions>>) =>
    aPack(submissions, { unit: { ...unit, orgCode }, key: await aSigningKey() })
  const begin = async (bytes: Uint8Array, digest = sha256(bytes)) => {
    const body = { orgId: tree.department.id, digest, sizeBytes: bytes.byteLength }
    return v.parse(packUploadSchema, (await clerk.ask('POST', '/packs', body)).json)
  }
  const put = (id: string, index: number, bytes: Uint8Array) =>
    clerk.ask('PUT', `/packs/${id}/chunks/${index}`, bytes.slice(index * packChunkBytes, (index + 1) * packChunkBytes))

  test('names the member it does not know, for apps newer than the server to do without it', async () => {
    const body = { orgId: tree.department.id, digest: 'a'.repeat(64), sizeBytes: 1, later: 'x' }
    const { json } = await clerk.ask('POST', '/packs', body)
    expect(json).toEqual({ code: 'SERVER_REQUEST_BAD', params: { where: 'body.later' } })
  })

  test('goes up in pieces, in any order, and is taken over as a whole', async () => {
    const submissions = await someSubmissions(3)
    const place = { orgId: tree.unit.id, recordId: 'r', revision: 1, state: 'passed' } as const
    const [first] = submissions
    await store.write((writer) => placePeople(writer, [{ ...place, digest: first?.digest ?? '' }]))
    const bytes = await packFrom('U1', submissions)
    const { id } = await begin(bytes)
    expect((await clerk.ask('POST', `/packs/${id}/complete`)).json).toMatchObject({ code: 'PACK_INCOMPLETE' })
    for (let index = chunkCount(bytes.byteLength) - 1; index >= 0; index -= 1) await put(id, index, bytes)
    expect((await begin(bytes)).id).toBe(id)
    const done = await clerk.ask('POST', `/packs/${id}/complete`)
    expect(done.json).toMatchObject({ people: 3, pack: { id, completedAt: expect.any(Number) } })
    expect((await clerk.ask('POST', `/packs/${id}/complete`)).json).toEqual(done.json)

    const above = await aColleague({ app, store }, tree.department.id, 'reviewer')
    const { json } = await above.ask('GET', `/changes?orgId=${tree.department.id}&after=0`)
    expect(v.parse(changePageSchema, json).items).toMatchObject([
      { kind: 'pack', packId: id, people: 3, unitOrgId: tree.unit.id, digest: sha256(bytes) },
    ])
    const chunk = await app.request(`/api/v1/packs/${id}/chunks/0`, { headers: above.headers })
    expect(new Uint8Array(await chunk.arrayBuffer())).toEqual(bytes.slice(0, packChunkBytes))
    // A download that was cut off goes on where it was, and is not mixed with another file.
    const pieceOf = (of: string) =>
      app.request(`/api/v1/packs/${id}/chunks/0?from=100&bytes=300&of=${of}`, { headers: above.headers })
    const piece = await pieceOf(sha256(bytes))
    expect(new Uint8Array(await piece.arrayBuffer())).toEqual(bytes.slice(100, 400))
    expect((await pieceOf('0'.repeat(64))).status).toBe(404)
    // The one that was handed in over the network is the one in the pack.
    const totals = v.parse(totalsSchema, (await above.ask('GET', `/totals?orgId=${tree.department.id}`)).json)
    expect(totals.whole).toMatchObject({ people: 3, reported: 3, passed: 0 })
  })

  test('asked for several times at once is taken over once, with everybody', async () => {
    const bytes = await packFrom('U1', await someSubmissions(40))
    const { id } = await begin(bytes)
    for (let index = 0; index < chunkCount(bytes.byteLength); index += 1) await put(id, index, bytes)
    const answers = await Promise.all(Array.from({ length: 4 }, () => clerk.ask('POST', `/packs/${id}/complete`)))
    for (const { status, json } of answers) {
      expect(status).toBe(200)
      expect(json).toEqual(answers[0]?.json)
    }
    expect(await store.reader.selectFrom('person').selectAll().execute()).toHaveLength(40)
    expect(await store.reader.selectFrom('pack_member').selectAll().execute()).toHaveLength(40)
  })

  test('stands on a page of its own, whatever happened before and after it', async () => {
    const above = await aColleague({ app, store }, tree.department.id, 'reviewer')
    const step = (name: string) => {
      const body = { orgId: tree.department.id, events: [aPushed(name, 1, received(name))] }
      return above.ask('POST', '/reviews', body)
    }
    await step('a')
    const bytes = await packFrom('U1', await someSubmissions(1))
    const { id } = await begin(bytes)
    await put(id, 0, bytes)
    expect((await clerk.ask('POST', `/packs/${id}/complete`)).status).toBe(200)
    await step('b')
    const pages: string[][] = []
    for (let after = 0, head = 1; after < head;) {
      const { json } = await above.ask('GET', `/changes?orgId=${tree.department.id}&after=${after}`)
      const page = v.parse(changePageSchema, json)
      pages.push(page.items.map(({ kind }) => kind))
      ;({ next: after, head } = page)
    }
    expect(pages).toEqual([['review'], ['pack'], ['review']])
  })

  test('holds nobody up who comes when its time is over', async () => {
    const bytes = await packFrom('U1', await someSubmissions(1))
    const { id } = await begin(bytes)
    await put(id, 0, bytes)
    await clerk.ask('POST', `/packs/${id}/complete`)
    const above = await aColleague({ app, store }, tree.department.id, 'reviewer')
    const changes = async () => {
      const { json } = await above.ask('GET', `/changes?orgId=${tree.department.id}&after=0`)
      return v.parse(changePageSchema, json)
    }
    expect((await changes()).items).toMatchObject([{ kind: 'pack', packId: id }])
    const dayMs = 24 * 3_600_000
    await keepNoLonger(store, { days: 30, now: () => Date.now() + 40 * 365 * dayMs, ranMs: dayMs })
    const { items, next, head } = await changes()
    expect([items, next]).toEqual([[], head])
    expect((await app.request(`/api/v1/packs/${id}/chunks/0`, { headers: above.headers })).status).toBe(404)
  })

  test('that unfolds into more than a pack can hold is refused before it is unfolded', async () => {
    const before = process.memoryUsage().rss
    const endless = gzipSync(Buffer.alloc(400 * 1_048_576, ' '), { level: 1 })
    const nested = gzipSync(endless)
    for (const bytes of [endless, nested]) {
      const { id } = await begin(bytes)
      for (let index = 0; index < chunkCount(bytes.byteLength); index += 1) await put(id, index, bytes)
      const startedAt = performance.now()
      const { status, json } = await clerk.ask('POST', `/packs/${id}/complete`)
      expect(status, JSON.stringify(json)).toBe(422)
      expect(performance.now() - startedAt).toBeLessThan(20_000)
    }
    // What the test itself unfolded is gone by then, or counts in its own favour.
    expect(process.memoryUsage().rss - before).toBeLessThan(800 * 1_048_576)
  })

  test('of changes sets aside whom it withdraws, and nobody who was reported anew', async () => {
    const [stays, goes, changed, anew] = await someSubmissions(4)
    if (!stays || !goes || !changed || !anew) throw new Error('four people are needed')
    const from = { unit: { ...unit, orgCode: 'U1' }, key: await aSigningKey() }
    const report = async (bytes: Uint8Array): Promise<void> => {
      const { id } = await begin(bytes)
      await put(id, 0, bytes)
      expect((await clerk.ask('POST', `/packs/${id}/complete`)).status).toBe(200)
    }
    const first = await aPack([stays, goes, changed], from)
    await report(first)
    const since = await manifestDigestOf(first)
    const withdrawn = [goes.digest, changed.digest]
    const people = await store.reader.selectFrom('person').selectAll().execute()
    const ofChanged = people.find(({ digest }) => digest === changed.digest)?.record_id ?? ''
    // The changed record comes again with another payload.
    const place = { orgId: tree.unit.id, recordId: ofChanged, revision: 2, state: 'reported' } as const
    await store.write((writer) => placePeople(writer, [{ ...place, digest: 'f'.repeat(64) }]))
    await report(await aPack([anew], { ...from, changes: { since, withdrawn } }))
    const after = await store.reader.selectFrom('person').select(['digest', 'state']).execute()
    expect(new Map(after.map(({ digest, state }) => [digest, state]))).toEqual(
      new Map([
        [stays.digest, 'reported'],
        [goes.digest, 'setAside'],
        ['f'.repeat(64), 'reported'],
        [anew.digest, 'reported'],
      ]),
    )
  })

  test('of changes waits for the pack it builds on, of the same unit, and is taken over after it', async () => {
    const [stays, goes, anew] = await someSubmissions(3)
    if (!stays || !goes || !anew) throw new Error('three people are needed')
    const from = { unit: { ...unit, orgCode: 'U1' }, key: await aSigningKey() }
    const upload = async (bytes: Uint8Array): Promise<string> => {
      const { id } = await begin(bytes)
      await put(id, 0, bytes)
      return id
    }
    const complete = (id: string) => clerk.ask('POST', `/packs/${id}/complete`)
    const full = await aPack([stays, goes], from)
    const changes = { since: await manifestDigestOf(full), withdrawn: [goes.digest] }
    const changed = await upload(await aPack([anew], { ...from, changes }))
    const early = await complete(changed)
    expect(early).toMatchObject({ status: 422, json: { code: 'PACK_PREVIOUS_MISSING' } })
    expect(await store.reader.selectFrom('person').selectAll().execute()).toEqual([])
    expect(await store.reader.selectFrom('pack_member').selectAll().execute()).toEqual([])
    const unknown = await upload(await aPack([anew], { ...from, changes: { ...changes, since: 'e'.repeat(64) } }))
    expect((await complete(await upload(full))).status).toBe(200)
    expect((await complete(unknown)).json).toMatchObject({ code: 'PACK_PREVIOUS_MISSING' })
    expect((await complete(changed)).status).toBe(200)
    const older = await upload(await aPack([stays], { ...from, createdAt: '2026-11-23T03:00:00.000Z' }))
    expect((await complete(older)).json).toMatchObject({ code: 'PACK_OUTDATED' })
    const after = await store.reader.selectFrom('person').select(['digest', 'state']).execute()
    expect(new Map(after.map(({ digest, state }) => [digest, state]))).toEqual(
      new Map([
        [stays.digest, 'reported'],
        [goes.digest, 'setAside'],
        [anew.digest, 'reported'],
      ]),
    )
  })

  test('dated years ahead is refused, and one that was taken once holds up none after it', async () => {
    const people = await someSubmissions(2)
    const from = { unit: { ...unit, orgCode: 'U1' }, key: await aSigningKey() }
    const report = async (createdAt: string) => {
      const bytes = await aPack(people, { ...from, createdAt })
      const { id } = await begin(bytes)
      await put(id, 0, bytes)
      return clerk.ask('POST', `/packs/${id}/complete`)
    }
    expect(await report('2036-11-25T03:00:00.000Z')).toMatchObject({
      status: 422,
      json: { code: 'PACK_DATE_AHEAD', params: { unit: unit.name, date: '2036-11-25' } },
    })
    expect(await store.reader.selectFrom('person').selectAll().execute()).toEqual([])
    expect((await report('2026-11-24T03:00:00.000Z')).status).toBe(200)
    // As versions before this one kept what a wrong clock said.
    const made_at = Date.parse('2036-11-25T03:00:00Z')
    await store.write((writer) =>
      writer.updateTable('pack').set({ made_at }).where('completed_at', 'is not', null).execute(),
    )
    // The clock of the test stands at the arrival of the other one: made before it is older, made after it is not.
    expect((await report('2026-11-25T01:59:59.000Z')).json).toMatchObject({ code: 'PACK_OUTDATED' })
    expect((await report('2026-11-25T02:00:01.000Z')).status).toBe(200)
  })

  test('is refused whole when one byte is other than announced, or its unit is not the reporter’s', async () => {
    const bytes = await packFrom('U1', await someSubmissions(1))
    const broken = bytes.map((byte, index) => (index === 200 ? byte ^ 1 : byte))
    const announced = await begin(bytes)
    await put(announced.id, 0, broken)
    expect((await clerk.ask('POST', `/packs/${announced.id}/complete`)).json).toMatchObject({ code: 'PACK_INCOMPLETE' })
    const damaged = await begin(broken)
    await put(damaged.id, 0, broken)
    expect((await clerk.ask('POST', `/packs/${damaged.id}/complete`)).status).toBe(422)
    const foreign = await packFrom('U2', await someSubmissions(1))
    const { id } = await begin(foreign)
    await put(id, 0, foreign)
    expect((await clerk.ask('POST', `/packs/${id}/complete`)).json).toMatchObject({ code: 'PACK_UNKNOWN_UNIT' })
    const rows = await store.reader.selectFrom('pack_member').selectAll().execute()
    expect(rows).toEqual([])
  })

  test('of a unit that is moved amid its upload is not laid open where it stood', async () => {
    const bytes = await packFrom('U1', await someSubmissions(1))
    const { id } = await begin(bytes)
    await put(id, 0, bytes)
    await store.write((writer) => moveOrg(writer, tree.unit, tree.city))
    expect((await put(id, 0, bytes)).status).toBe(404)
    expect((await clerk.ask('POST', `/packs/${id}/complete`)).json).toMatchObject({ code: 'SERVER_ADDRESS_UNKNOWN' })
    const former = await aColleague({ app, store }, tree.department.id, 'reviewer')
    const { json } = await former.ask('GET', `/changes?orgId=${tree.department.id}&after=0`)
    expect(v.parse(changePageSchema, json).items).toEqual([])
    const anew = { orgId: tree.city.id, digest: sha256(bytes), sizeBytes: bytes.byteLength }
    const begun = v.parse(packUploadSchema, (await clerk.ask('POST', '/packs', anew)).json)
    expect(begun.id).not.toBe(id)
    await put(begun.id, 0, bytes)
    expect((await clerk.ask('POST', `/packs/${begun.id}/complete`)).json).toMatchObject({ people: 1 })
    // Whoever takes it over a second time, its answer being lost, hears what they heard, wherever the unit is by then.
    const moved = await orgById(store.reader, tree.unit.id)
    if (moved) await store.write((writer) => moveOrg(writer, moved, tree.department))
    expect((await clerk.ask('POST', `/packs/${begun.id}/complete`)).json).toMatchObject({ people: 1 })
  })

  test('goes to who stands above and to nobody else', async () => {
    const body = { digest: 'a'.repeat(64), sizeBytes: 10 }
    for (const orgId of [tree.city.id, tree.otherUnit.id])
      expect((await clerk.ask('POST', '/packs', { ...body, orgId })).status).toBe(404)
  })
})
