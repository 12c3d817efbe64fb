import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addMembers, beginPack } from '#server/store/packs.ts'
import type { Store } from '#server/store/store.ts'
import { takeOverPack } from '#server/store/take-over-pack.ts'
import { nobodyElse } from '#tests/support/packs.ts'
import { aReviewingUnit } from '#tests/support/server-scene.ts'
import { testNow } from '#tests/support/services.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const digest = (letter: string): string => letter.repeat(64)

describe.for(bothEngines())('a unit that goes back to an earlier submission, on $name', ({ isHere, create }) => {
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

  test('has reported it: the person stands with it, and goes with it', async () => {
    const { orgId: unitOrgId, parentId: orgId, accountId } = await aReviewingUnit(store)
    const take = async (at: number, revision: number | undefined, withdrawn: readonly string[]) => {
      const now = testNow + at
      const begun = { orgId, fromOrgId: unitOrgId, digest: String(at).repeat(64), sizeBytes: 1, accountId, now }
      const { id: packId } = await store.write((writer) => beginPack(writer, begun))
      const firstDigest = digest(revision === 1 ? 'a' : 'b')
      const member = revision && { line: 0, digest: firstDigest, firstDigest, recordId: 'person', revision }
      if (member) await store.write((writer) => addMembers(writer, packId, [member]))
      const people = member ? 1 : 0
      const of = { packId, unitOrgId, manifestDigest: String(at + 5).repeat(64), madeAt: now }
      await takeOverPack(store, { ...of, people, withdrawn, now, ...nobodyElse })
      return store.reader.selectFrom('person').select(['digest', 'revision', 'state']).execute()
    }
    await take(1, 2, [])
    expect(await take(2, 1, [digest('b')])).toEqual([{ digest: digest('a'), revision: 1, state: 'reported' }])
    expect(await take(3, undefined, [digest('a')])).toMatchObject([{ digest: digest('a'), state: 'setAside' }])
  })
})
