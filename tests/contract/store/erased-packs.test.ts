import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { eraseRecord } from '#server/store/erase.ts'
import { addMembers, beginPack, putChunk } from '#server/store/packs.ts'
import { placePeople } from '#server/store/people.ts'
import type { Store } from '#server/store/store.ts'
import { takeOverPack } from '#server/store/take-over-pack.ts'
import { nobodyElse } from '#tests/support/packs.ts'
import { aTree, staffNow, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const recordId = 'person'
const digest = (letter: string): string => letter.repeat(64)

describe.for(bothEngines())('packs that still hold who was erased on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let tree: Tree
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    tree = await aTree(store)
    const place = { orgId: tree.unit.id, recordId, digest: digest('a'), revision: 1, state: 'received' } as const
    await store.write((writer) => placePeople(writer, [place]))
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  /** A pack whose one member is of that record, and whose bytes lie here. */
  async function verified(from: keyof Tree, to: keyof Tree, has: string): Promise<string> {
    const [fromOrgId, orgId] = [tree[from].id, tree[to].id]
    const of = { orgId, fromOrgId, digest: `${fromOrgId}${has}`, sizeBytes: 1, accountId: 'a', now: staffNow }
    const { id } = await store.write((writer) => beginPack(writer, of))
    await store.write(async (writer) => {
      await putChunk(writer, id, 0, new Uint8Array(1))
      await addMembers(writer, id, [{ line: 0, digest: has, firstDigest: has, recordId, revision: 1 }])
    })
    return id
  }
  async function reported(from: keyof Tree, to: keyof Tree, has: string): Promise<string> {
    const packId = await verified(from, to, has)
    const of = { packId, unitOrgId: tree[from].id, manifestDigest: digest('f'), madeAt: staffNow, people: 1 }
    await takeOverPack(store, { ...of, withdrawn: [], now: staffNow, ...nobodyElse })
    return packId
  }
  async function packsNamed(): Promise<readonly string[]> {
    const order = { who: { recordId }, orgId: tree.unit.id, by: 'test', now: staffNow }
    const { erased } = await store.write((writer) => eraseRecord(writer, order))
    return erased.flatMap(({ packs }) => packs).toSorted()
  }

  test('are told of the unit itself, and of those above it that sent its person on', async () => {
    const own = await reported('unit', 'department', digest('a'))
    const onwards = await reported('city', 'region', digest('a'))
    expect(await packsNamed()).toEqual([own, onwards].toSorted())
  })

  test('are not told of another branch that reports the same record, nor one above that has another file of it', async () => {
    await reported('otherUnit', 'otherCity', digest('a'))
    await reported('city', 'region', digest('b'))
    expect(await packsNamed()).toEqual([])
  })

  test('are those that were taken over: one that is being verified counts among the unread', async () => {
    await verified('unit', 'department', digest('a'))
    expect(await packsNamed()).toEqual([])
  })
})
