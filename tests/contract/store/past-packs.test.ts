import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { eraseRecord } from '#server/store/erase.ts'
import { addMembers, beginPack, putChunk } from '#server/store/packs.ts'
import { keepNoLonger } from '#server/store/retention.ts'
import type { Store } from '#server/store/store.ts'
import { takeOverPack } from '#server/store/take-over-pack.ts'
import { nobodyElse } from '#tests/support/packs.ts'
import { aReviewingUnit } from '#tests/support/server-scene.ts'
import { testNow } from '#tests/support/services.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const dayMs = 24 * 3_600_000

describe.for(bothEngines())('packs whose time is over, on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let clock = testNow
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    clock = testNow
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  /** A unit reports three people, of whom it corrected the first; then the time of that pack is over. */
  async function reportedAndOver() {
    const { orgId: fromOrgId, parentId: orgId, accountId } = await aReviewingUnit(store)
    const take = async (name: string, records: readonly string[], withdrawn: readonly string[]): Promise<string> => {
      const begun = { orgId, fromOrgId, digest: name.repeat(64), sizeBytes: 1, accountId, now: clock }
      const { id: packId } = await store.write((writer) => beginPack(writer, begun))
      await store.write((writer) => putChunk(writer, packId, 0, new Uint8Array(1)))
      const members = records.map((recordId, line) => {
        const firstDigest = String(line + 1).repeat(64)
        return { line, digest: line === 0 ? 'c'.repeat(64) : firstDigest, firstDigest, recordId, revision: 1 }
      })
      if (members.length > 0) await store.write((writer) => addMembers(writer, packId, members))
      const of = { packId, unitOrgId: fromOrgId, manifestDigest: name.toUpperCase().repeat(64), madeAt: clock }
      await takeOverPack(store, { ...of, people: records.length, withdrawn, now: clock, ...nobodyElse })
      return packId
    }
    const packId = await take('a', ['corrected', 'plain', 'stays'], [])
    clock += 400 * dayMs
    expect(await keepNoLonger(store, { days: 365, now: () => clock, ranMs: dayMs })).toEqual({
      people: 0,
      corrections: 0,
      packs: 1,
    })
    return { take, packId, unitId: fromOrgId }
  }
  const members = () => store.reader.selectFrom('pack_member').select('record_id').orderBy('line').execute()

  test('a later pack withdraws their people all the same, also those the unit had corrected', async () => {
    const { take } = await reportedAndOver()
    await take('b', [], ['c'.repeat(64), '2'.repeat(64)])
    const people = await store.reader.selectFrom('person').select(['record_id', 'state']).orderBy('record_id').execute()
    expect(people).toEqual([
      { record_id: 'corrected', state: 'setAside' },
      { record_id: 'plain', state: 'setAside' },
      { record_id: 'stays', state: 'reported' },
    ])
  })

  test('are not over again as soon as they are sent anew', async () => {
    const { orgId: fromOrgId, parentId: orgId, accountId } = await aReviewingUnit(store)
    const keep = () => keepNoLonger(store, { days: 365, now: () => clock, ranMs: dayMs })
    const send = () =>
      store.write(async (writer) => {
        const begun = { orgId, fromOrgId, digest: 'a'.repeat(64), sizeBytes: 1, accountId, now: clock }
        const { id, begun_at: begunAt } = await beginPack(writer, begun)
        await putChunk(writer, id, 0, new Uint8Array(1))
        return begunAt
      })
    await send()
    clock += 366 * dayMs
    expect(await keep()).toMatchObject({ packs: 1 })
    clock += 2 * dayMs
    expect(await send()).toBe(clock)
    expect(await keep()).toMatchObject({ packs: 0 })
    clock += 366 * dayMs
    expect(await keep()).toMatchObject({ packs: 1 })
  })

  test('hold nobody any more: who is erased then is not named in them, and nothing of them stays', async () => {
    const { unitId } = await reportedAndOver()
    const order = { who: { recordId: 'plain' }, by: 'server', now: clock }
    const { erased } = await store.write((writer) => eraseRecord(writer, order))
    expect(erased.find(({ orgId }) => orgId === unitId)?.digests).toEqual(['2'.repeat(64)])
    expect(erased.flatMap(({ packs }) => packs)).toEqual([])
    expect(await members()).toEqual([{ record_id: 'corrected' }, { record_id: 'stays' }])
  })

  test('keep digests of those alone who still count', async () => {
    const { take } = await reportedAndOver()
    const again = await take('b', ['corrected', 'plain', 'stays'], [])
    const order = { who: { recordId: 'plain' }, by: 'server', now: clock }
    const { erased } = await store.write((writer) => eraseRecord(writer, order))
    expect(new Set(erased.flatMap(({ packs }) => packs))).toEqual(new Set([again]))
    const keep = () => keepNoLonger(store, { days: 365, now: () => clock, ranMs: dayMs })
    // What came before a long silence is as old as the look after it tells (ADR 0237).
    clock += 2 * dayMs
    expect(await keep()).toMatchObject({ packs: 0 })
    clock += 400 * dayMs
    expect(await keep()).toMatchObject({ packs: 1 })
    expect((await members()).filter(({ record_id }) => record_id === 'plain')).toEqual([])
  })
})
