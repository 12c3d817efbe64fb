import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import type { PushedStep } from '#core/sync/pushed-step.ts'
import { createApp } from '#server/create-app.ts'
import type { RunningServices } from '#server/create-services.ts'
import { verifyLog } from '#server/store/log.ts'
import { addMembers, beginPack, putChunk } from '#server/store/packs.ts'
import type { Store } from '#server/store/store.ts'
import { takeOverPack } from '#server/store/take-over-pack.ts'
import { issueToken, openTask } from '#server/store/tasks.ts'
import { nobodyElse } from '#tests/support/packs.ts'
import { aPushed, corrected, received } from '#tests/support/pushed-events.ts'
import { someServices, testNow } from '#tests/support/services.ts'
import { aColleague, aTree, type StaffClient, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { aSealedFile, aSignedFile, upload } from '#tests/support/sync.ts'

const digestOf = (letter: string): string => letter.repeat(64)

const recordId = '0f8fad5b-d9cb-469f-a165-000000000001'
const caseId = 'id:450981199001011234'

/** A step as every app seals it. */
const sealed = (as: 'received' | 'corrected', letter: string, revision = 1): PushedStep => ({
  kind: 'sealed',
  as,
  digest: digestOf(letter),
  ...(as === 'received' && { revision, corrections: 0, device: 'd'.repeat(43) }),
  content: 'sealed',
})

describe.for(bothEngines())('whom the erasure page finds on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let services: RunningServices
  let app: Hono
  let tree: Tree
  let admin: StaffClient
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    services = await someServices(store)
    app = createApp(new Map(), services)
    tree = await aTree(store)
    admin = await aColleague({ app, store, now: testNow }, tree.unit.id, 'admin')
  })
  afterEach(async () => {
    if (!isHere) return
    await services.close()
    await database.remove()
  })

  const above = (): Promise<StaffClient> => aColleague({ app, store, now: testNow }, tree.department.id, 'admin')
  async function find(letter: string, orgId = tree.unit.id, by = admin): Promise<unknown> {
    const { status, json } = await by.ask('GET', `/erasures/find?orgId=${orgId}&code=${letter.repeat(16)}`)
    expect(status).toBe(200)
    return v.parse(v.object({ items: v.array(v.unknown()) }), json).items
  }
  async function push(steps: readonly PushedStep[], { orgId = tree.unit.id, by = admin, of = caseId } = {}) {
    for (const [at, step] of steps.entries()) {
      const { json } = await by.ask('POST', '/reviews', { orgId, events: [aPushed(of, at + 1, step)] })
      expect(json).toMatchObject({ items: [{ kind: 'accepted' }] })
    }
  }
  async function erase(who: object, orgId = tree.unit.id, by = admin): Promise<unknown> {
    const { status, json } = await by.ask('POST', '/erasures', { orgId, ...who })
    expect(status).toBe(200)
    expect((await verifyLog(store.reader)).fault).toBeUndefined()
    return json
  }
  const trace = async (orgId = tree.unit.id, by = admin): Promise<readonly string[]> => {
    const { json } = await by.ask('GET', `/erasures?orgId=${orgId}`)
    const { items } = v.parse(v.object({ items: v.array(v.object({ digest: v.string() })) }), json)
    return items.map(({ digest }) => digest.slice(0, 1)).toSorted()
  }
  const rowsOf = async (table: 'review_event' | 'review_case' | 'person' | 'correction') =>
    (await store.reader.selectFrom(table).selectAll().execute()).length

  /** A pack of the unit, taken over by the level above: one person whom the unit corrected. */
  async function aPackOf(letter: string, first = letter): Promise<string> {
    const [fromOrgId, orgId, accountId, now] = [tree.unit.id, tree.department.id, admin.accountId, testNow]
    const of = { orgId, fromOrgId, digest: digestOf('e'), sizeBytes: 1, accountId, now }
    const { id: packId } = await store.write((writer) => beginPack(writer, of))
    await store.write((writer) => putChunk(writer, packId, 0, new Uint8Array(1)))
    const member = { line: 0, digest: digestOf(letter), firstDigest: digestOf(first), recordId, revision: 3 }
    await store.write((writer) => addMembers(writer, packId, [member]))
    const said = { packId, unitOrgId: fromOrgId, manifestDigest: digestOf('f'), madeAt: now }
    await takeOverPack(store, { ...said, people: 1, withdrawn: [], now, ...nobodyElse })
    return packId
  }

  test.for([
    { label: 'in the clear', steps: [received('a'), received('b', 2), corrected('c', 'b', '13900000000')] },
    { label: 'sealed', steps: [sealed('received', 'a'), sealed('received', 'b', 2), sealed('corrected', 'c')] },
  ])('who came by hand, by any revision and correction, steps $label', async ({ steps }) => {
    await push(steps)
    const found = { digest: digestOf('b'), isSealed: false, isErased: false, by: 'hand', receivedAt: testNow }
    expect(await find('b')).toEqual([{ ...found, revision: 2 }])
    expect(await find('a')).toEqual([{ ...found, digest: digestOf('a'), revision: 1 }])
    expect(await find('c')).toEqual([{ ...found, digest: digestOf('c'), by: 'correction' }])
    expect(await find('b', tree.department.id, await above())).toEqual([])
    // By the oldest, all of it goes.
    expect(await erase({ digest: digestOf('a') })).toMatchObject({ packs: [] })
    expect(await trace()).toEqual(['a', 'b', 'c'])
    expect([await rowsOf('review_event'), await rowsOf('review_case'), await rowsOf('person')]).toEqual([0, 0, 0])
    expect(await find('b')).toEqual([])
  })

  test('by hand, and not the sealed file that only claims the digest', async () => {
    const taskId = crypto.randomUUID()
    const { token } = await store.write(async (writer) => {
      await openTask(writer, { id: taskId, orgId: tree.unit.id }, testNow)
      return issueToken(writer, taskId, { now: testNow, expiresAt: null })
    })
    await push([sealed('received', 'a')])
    const claimer = await aSealedFile(taskId, { digest: digestOf('a') })
    expect((await upload(app, token, claimer.text, claimer.claim)).status).toBe(200)
    expect(await find('a')).toMatchObject([{ by: 'hand' }])
    await erase({ digest: digestOf('a') })
    expect([await rowsOf('review_event'), await rowsOf('person')]).toEqual([0, 1])
    // Who sent their file themselves is one line, however many steps speak of it.
    const sent = await aSignedFile({ taskId })
    expect((await upload(app, token, sent.text)).status).toBe(200)
    const { digest } = sent
    await push([{ kind: 'received', digest, revision: 1, signer: 'device', file: 'a.rpu' }], { of: 'other' })
    const { json } = await admin.ask('GET', `/erasures/find?orgId=${tree.unit.id}&code=${digest}`)
    const { id } = sent.content.record
    expect(json).toEqual({
      items: [{ digest, recordId: id, revision: 1, isSealed: false, isErased: false, receivedAt: testNow }],
    })
  })

  test('who may be in a pack that lies half sent: its sender and its receiver are told of it, and nobody else', async () => {
    const [fromOrgId, orgId, accountId, now] = [tree.unit.id, tree.department.id, admin.accountId, testNow]
    const of = { orgId, fromOrgId, digest: digestOf('e'), sizeBytes: 2, accountId, now }
    const { id } = await store.write((writer) => beginPack(writer, of))
    await store.write((writer) => putChunk(writer, id, 0, new Uint8Array(1)))
    const unread = async (org: keyof Tree) => {
      const by = await aColleague({ app, store, now: testNow }, tree[org].id, 'admin')
      return (await by.ask('GET', `/erasures/unread-packs?orgId=${tree[org].id}`)).json
    }
    expect(await unread('unit')).toEqual({ packs: 1 })
    expect(await unread('department')).toEqual({ packs: 1 })
    expect(await unread('otherUnit')).toEqual({ packs: 0 })
  })

  test('who is only in a pack, in the unit and at the level above, and nowhere else', async () => {
    const packId = await aPackOf('b', 'a')
    const [orgId, upper] = [tree.department.id, await above()]
    const member = { revision: 3, isSealed: false, isErased: false, by: 'pack', receivedAt: testNow, recordId }
    for (const letter of ['a', 'b']) {
      const found = [{ ...member, digest: digestOf(letter) }]
      expect(await find(letter)).toEqual(found)
      expect(await find(letter, orgId, upper)).toEqual(found)
    }
    const other = await aColleague({ app, store, now: testNow }, tree.otherUnit.id, 'admin')
    expect(await find('b', tree.otherUnit.id, other)).toEqual([])
    // Above there is not even a case yet: from now on none is begun, and the pack is told.
    const gone = { digests: expect.arrayContaining([digestOf('a'), digestOf('b')]), packs: [packId] }
    expect(await erase({ digest: digestOf('b') }, orgId, upper)).toEqual(gone)
    expect(await trace(orgId, upper)).toEqual(['a', 'b'])
    const event = aPushed(caseId, 1, sealed('received', 'b'))
    const { json } = await upper.ask('POST', '/reviews', { orgId, events: [event] })
    expect(json).toMatchObject({ items: [{ kind: 'refused', error: { code: 'SUBMISSION_ERASED' } }] })
    expect(await find('b', orgId, upper)).toMatchObject([{ by: 'pack', isErased: true }])
    // What the level above erased is not erased in the unit.
    expect(await find('b')).toMatchObject([{ isErased: false }])
    expect(await rowsOf('person')).toBe(1)
    expect(await erase({ recordId })).toEqual(gone)
    expect([await rowsOf('person'), await trace()]).toEqual([0, ['a', 'b']])
    expect(await find('a')).toMatchObject([{ isErased: true }])
  })

  test('at the level above who has a case, also when the pack is gone', async () => {
    await aPackOf('b', 'a')
    const [orgId, upper] = [tree.department.id, await above()]
    await push([sealed('received', 'b')], { orgId, by: upper })
    expect(await find('b', orgId, upper)).toMatchObject([{ by: 'pack', recordId }])
    await store.write((writer) => writer.deleteFrom('pack_member').execute())
    expect(await find('b', orgId, upper)).toEqual([
      { digest: digestOf('b'), revision: 1, isSealed: false, isErased: false, by: 'pack', receivedAt: testNow },
    ])
    expect(await erase({ digest: digestOf('b') }, orgId, upper)).toEqual({ digests: [digestOf('b')], packs: [] })
    expect([await rowsOf('review_event'), await trace(orgId, upper)]).toEqual([0, ['b']])
    // In the unit the count alone tells of them.
    const counted = { digest: digestOf('a'), recordId, revision: 3, isSealed: false, isErased: false, by: 'pack' }
    expect(await find('a')).toEqual([counted])
    expect(await erase({ digest: digestOf('a') })).toEqual({ digests: [digestOf('a')], packs: [] })
    expect([await rowsOf('person'), await trace()]).toEqual([0, ['a']])
  })

  test('who came by hand and was reported is one person', async () => {
    await push([sealed('received', 'a')])
    const packId = await aPackOf('a')
    expect(await find('a')).toMatchObject([{ by: 'hand' }])
    expect(await erase({ digest: digestOf('a') })).toEqual({ digests: [digestOf('a')], packs: [packId] })
    expect([await rowsOf('review_event'), await rowsOf('person'), await trace()]).toEqual([0, 0, ['a']])
    expect(await find('a')).toMatchObject([{ isErased: true }])
  })

  test('a correction that no step speaks of, whether it can be read or not', async () => {
    const { text, digest, content } = await aSignedFile({})
    const taken = async (of: string, file: string) =>
      (await admin.ask('POST', '/corrections', { orgId: tree.unit.id, digest: of, file })).status
    const { text: file } = await aSealedFile(crypto.randomUUID(), {})
    expect([await taken(digest, text), await taken(digestOf('a'), file)]).toEqual([200, 200])
    const correction = { isErased: false, by: 'correction', receivedAt: testNow }
    expect(await find('a')).toEqual([{ ...correction, digest: digestOf('a'), isSealed: true }])
    const { json } = await admin.ask('GET', `/erasures/find?orgId=${tree.unit.id}&code=${digest}`)
    const { id, revision } = { ...content.record, ...content }
    expect(json).toEqual({ items: [{ ...correction, digest, isSealed: false, recordId: id, revision }] })
    for (const one of [digest, digestOf('a')]) expect(await erase({ digest: one })).toMatchObject({ digests: [one] })
    expect([await rowsOf('correction'), (await trace()).length]).toEqual([0, 2])
  })
})
