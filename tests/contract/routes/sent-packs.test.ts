import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readPack } from '#core/pack/read-pack.ts'
import {
  type HalfwayPack,
  listHalfwayPacks,
  listSentPacks,
  packUploadSchema,
  type SentPack,
} from '#core/sync/pack-uploads.ts'
import { createApp } from '#server/create-app.ts'
import type { Store } from '#server/store/store.ts'
import { aPack, inPieces, someSubmissions } from '#tests/support/packs.ts'
import { someServices, testNow } from '#tests/support/services.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aColleague, aTree, type StaffClient, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { aUnit } from '#tests/support/units.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe.for(bothEngines())('packs that an organisation sent, on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let app: Hono
  let tree: Tree
  let sender: StaffClient
  let now: number
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    now = testNow
    app = createApp(new Map(), await someServices(store, { now: () => now }))
    tree = await aTree(store)
    sender = await aColleague({ app, store }, tree.unit.id, 'collector')
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  const { parent: _parent, ...unit } = aUnit
  const from = async (orgCode: string) => ({ unit: { ...unit, orgCode }, key: await aSigningKey() })

  async function upload(bytes: Uint8Array): Promise<string> {
    const body = { orgId: tree.department.id, digest: sha256(bytes), sizeBytes: bytes.byteLength }
    const { id } = v.parse(packUploadSchema, (await sender.ask('POST', '/packs', body)).json)
    await sender.ask('PUT', `/packs/${id}/chunks/0`, bytes)
    return id
  }
  const complete = async (id: string): Promise<number> => (await sender.ask('POST', `/packs/${id}/complete`)).status
  async function toldTo(client: StaffClient): Promise<readonly SentPack[]> {
    const { json } = await client.ask('GET', '/packs')
    return v.parse(listSentPacks.answer, json).items
  }
  async function manifestOf(bytes: Uint8Array<ArrayBuffer>) {
    const read = await readPack(inPieces(bytes))
    if (!read.ok) throw new Error(read.error.code)
    const { digest, content } = read.value
    const { count: people, createdAt, since = null } = content
    return { digest, people, madeAt: Date.parse(createdAt), since }
  }

  test('are told to its other people, taken over or refused with the reason, and to nobody else', async () => {
    const [stays, anew] = await someSubmissions(2)
    if (!stays || !anew) throw new Error('two people are needed')
    const full = await aPack([stays], await from('U1'))
    const manifest = await manifestOf(full)
    const changes = await aPack([anew], { ...(await from('U1')), changes: { since: manifest.digest, withdrawn: [] } })
    const early = await upload(changes)
    expect(await complete(early)).toBe(422)
    const colleague = await aColleague({ app, store }, tree.unit.id, 'reviewer')
    const refused = { id: early, digest: sha256(changes), sizeBytes: changes.byteLength }
    expect(await toldTo(colleague)).toEqual([
      {
        ...refused,
        completedAt: null,
        manifest: await manifestOf(changes),
        refusal: { code: 'PACK_PREVIOUS_MISSING', params: { unit: unit.name, previous: expect.any(String) } },
      },
    ])
    expect(await complete(await upload(full))).toBe(200)
    expect(await complete(early)).toBe(200)
    const told = await toldTo(colleague)
    expect(new Map(told.map((pack) => [pack.digest, pack]))).toEqual(
      new Map(
        [full, changes].map((bytes) => [
          sha256(bytes),
          expect.objectContaining({ completedAt: expect.any(Number), refusal: null }),
        ]),
      ),
    )
    expect(told.find(({ digest }) => digest === sha256(full))?.manifest).toEqual(manifest)
    for (const orgId of [tree.otherUnit.id, tree.department.id, tree.region.id])
      expect(await toldTo(await aColleague({ app, store }, orgId, 'admin'))).toEqual([])
  })

  test('say nothing of themselves when nothing could be read, and only begun ones have no reason', async () => {
    const bytes = new Uint8Array(300).fill(7)
    expect(await complete(await upload(bytes))).toBe(422)
    const begun = { orgId: tree.department.id, digest: 'b'.repeat(64), sizeBytes: 10 }
    await sender.ask('POST', '/packs', begun)
    const told = await toldTo(sender)
    expect(told).toContainEqual(expect.objectContaining({ digest: sha256(bytes), manifest: null }))
    expect(told.find(({ digest }) => digest === sha256(bytes))?.refusal).not.toBeNull()
    expect(told.find(({ digest }) => digest === begun.digest)).toMatchObject({ completedAt: null, refusal: null })
  })

  test('are told to its people when they never came whole, after a day, until everybody was reported again', async () => {
    const day = 86_400_000
    const [stays, anew] = await someSubmissions(2)
    if (!stays || !anew) throw new Error('two people are needed')
    const halfway = async (client: StaffClient): Promise<readonly HalfwayPack[]> =>
      v.parse(listHalfwayPacks.answer, (await client.ask('GET', '/halfway-packs')).json).items
    const full = await aPack([stays], await from('U1'))
    const { digest: since } = await manifestOf(full)
    const begunAt = testNow - day
    const signIn = () => aColleague({ app, store, now }, tree.unit.id, 'collector')
    // Both are announced at once, and the one of everybody comes first.
    now = begunAt - 1
    sender = await signIn()
    const first = await upload(full)
    now = begunAt
    const lost = { digest: 'b'.repeat(64), sizeBytes: 10 }
    await sender.ask('POST', '/packs', { orgId: tree.department.id, ...lost })
    now = begunAt + 1
    expect(await complete(first)).toBe(200)
    now = testNow - 1
    sender = await signIn()
    expect(await halfway(sender)).toEqual([])
    now = testNow
    const colleague = await aColleague({ app, store }, tree.unit.id, 'reviewer')
    expect(await halfway(colleague)).toEqual([{ ...lost, begunAt }])
    for (const orgId of [tree.otherUnit.id, tree.department.id, tree.region.id])
      expect(await halfway(await aColleague({ app, store }, orgId, 'admin'))).toEqual([])
    // What changed says nothing of those who are missing, everybody does.
    const signer = await from('U1')
    const changes = await aPack([anew], { ...signer, changes: { since, withdrawn: [] } })
    expect(await complete(await upload(changes))).toBe(200)
    expect(await halfway(colleague)).toEqual([{ ...lost, begunAt }])
    const everybody = await aPack([stays, anew], { ...signer, createdAt: new Date(now + 1000).toISOString() })
    expect(await complete(await upload(everybody))).toBe(200)
    expect(await halfway(colleague)).toEqual([])
  })

  test('are of the unit they come from, also by an account of a level above', async () => {
    const above = await aColleague({ app, store }, tree.department.id, 'admin')
    const begun = { orgId: tree.department.id, digest: 'b'.repeat(64), sizeBytes: 10 }
    now = testNow - 86_400_000
    const early = await aColleague({ app, store, now }, tree.department.id, 'admin')
    expect((await early.ask('POST', '/packs', { ...begun, fromOrgId: tree.unit.id })).status).toBe(200)
    now = testNow
    const digests = async (client: StaffClient, path: string): Promise<readonly string[]> => {
      const { json } = await client.ask('GET', path)
      return v
        .parse(v.object({ items: v.array(v.object({ digest: v.string() })) }), json)
        .items.map((each) => each.digest)
    }
    for (const list of ['/packs', '/halfway-packs']) {
      expect(await digests(sender, list)).toEqual([begun.digest])
      expect(await digests(above, `${list}?orgId=${tree.unit.id}`)).toEqual([begun.digest])
      expect(await digests(above, list)).toEqual([])
    }
    const foreign = { ...begun, digest: 'c'.repeat(64), fromOrgId: tree.otherUnit.id }
    expect((await sender.ask('POST', '/packs', foreign)).status).toBe(404)
  })
})
