import { describe, expect, test } from 'vitest'
import { addMembers, beginPack, type PackMember } from '#server/store/packs.ts'
import { takeOverPack } from '#server/store/take-over-pack.ts'
import { listening } from '#tests/support/listening-store.ts'
import { nobodyElse } from '#tests/support/packs.ts'
import { aDatabaseForEach, aReviewingUnit } from '#tests/support/server-scene.ts'
import { testNow } from '#tests/support/services.ts'
import { bothEngines } from '#tests/support/stores.ts'

const people = 620
const hex = (prefix: string, index: number): string => prefix + index.toString(16).padStart(63, '0')
const older = (index: number): string => hex('a', index)
const newer = (index: number): string => hex('b', index)

describe.for(bothEngines())('people a pack withdraws on $name', (engine) => {
  const database = aDatabaseForEach(engine)

  async function aScene() {
    const { store, transactions } = listening(await database.open())
    const { orgId: unitOrgId, parentId: orgId, accountId } = await aReviewingUnit(store)
    let packs = 0
    return {
      transactions,
      take: async (members: readonly PackMember[], withdrawn: readonly string[]): Promise<void> => {
        packs += 1
        const now = testNow + packs
        const begun = { orgId, fromOrgId: unitOrgId, digest: hex('c', packs), sizeBytes: 1, accountId, now }
        const { id: packId } = await store.write((writer) => beginPack(writer, begun))
        if (members.length > 0) await store.write((writer) => addMembers(writer, packId, members))
        const of = { packId, unitOrgId, manifestDigest: hex('d', packs), madeAt: now, people: members.length }
        await takeOverPack(store, { ...of, withdrawn, now, ...nobodyElse })
      },
      standing: () =>
        store.reader
          .selectFrom('person')
          .select(['record_id', 'digest', 'revision', 'state'])
          .orderBy('digest')
          .execute(),
      counts: async () => {
        const rows = await store.reader.selectFrom('people_count').select(['state', 'people']).execute()
        return Object.fromEntries(rows.map(({ state, people: each }) => [state, each]))
      },
    }
  }

  const member = (index: number, has: string, revision: number, line = index): PackMember => {
    return { line, digest: has, firstDigest: has, recordId: `record ${index}`, revision }
  }
  const each = Array.from({ length: people }, (_, index) => index)

  test('are set aside many at once, and who went back to an earlier submission stands with it', async () => {
    const { take, standing, counts, transactions } = await aScene()
    await take(
      each.map((index) => member(index, newer(index), 2)),
      [],
    )
    expect(await counts()).toEqual({ reported: people })
    const isBack = (index: number): boolean => index % 6 === 0
    await take(
      each.filter(isBack).map((index, line) => member(index, older(index), 1, line)),
      each.map(newer),
    )
    const back = each.filter(isBack)
    const gone = each.filter((index) => !isBack(index))
    expect(await standing()).toEqual([
      ...back.map((index) => ({ record_id: `record ${index}`, digest: older(index), revision: 1, state: 'reported' })),
      ...gone.map((index) => ({ record_id: `record ${index}`, digest: newer(index), revision: 2, state: 'setAside' })),
    ])
    expect(await counts()).toEqual({ reported: back.length, setAside: gone.length })
    // Everybody who hands in waits for this transaction.
    expect(transactions.at(-1)?.length).toBeLessThan(20)
    // A connection remembers what is written by its text: that may not tell how many there were.
    const moves = transactions.at(-1)?.filter(({ sql }) => /^\s*update "?person"? set "?state/.test(sql)) ?? []
    expect(moves).toHaveLength(2)
    expect(moves[0]?.sql).toBe(moves[1]?.sql)
    // Once more changes nothing.
    await take([], each.map(newer))
    expect(await counts()).toEqual({ reported: back.length, setAside: gone.length })
  })
})
