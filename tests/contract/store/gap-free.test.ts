import { describe, expect, test } from 'vitest'
import { changesAfter } from '#server/store/changes.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import type { Store } from '#server/store/store.ts'
import { aPushed, received } from '#tests/support/pushed-events.ts'
import { aDatabaseForEach, anArrival, aReviewingUnit } from '#tests/support/server-scene.ts'
import { bothEngines } from '#tests/support/stores.ts'

const writers = 6
const pushesEach = 25

describe.for(bothEngines())('a cursor on $name', (engine) => {
  const database = aDatabaseForEach(engine)

  /** Follows the log while others write, page by page, until it has seen as much as was written. */
  async function follow(store: Store, orgId: string, wanted: () => number): Promise<readonly number[]> {
    const seen: number[] = []
    for (let after = 0; seen.length < wanted();) {
      const page = await changesAfter(store.reader, { orgId, after, limit: 7 })
      seen.push(...page.items.map(({ position }) => position))
      after = page.next
      if (page.items.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    }
    return seen
  }

  test('misses nothing and gives nothing twice while several processes write', async () => {
    // Each store is a process of its own to the database.
    const stores = await Promise.all(Array.from({ length: 3 }, () => database.open()))
    const [first] = stores
    if (!first) throw new Error('no store')
    const unit = await aReviewingUnit(first)
    const total = writers * pushesEach
    const following = follow(first, unit.orgId, () => total)
    const given = await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        const store = stores[writer % stores.length] ?? first
        const places: number[] = []
        for (let push = 0; push < pushesEach; push += 1) {
          for (const result of await unit.push([aPushed(`${writer}-${push}`, 1, received('a'))], store))
            if (result.kind === 'accepted') places.push(result.position)
        }
        return places
      }),
    )
    const seen = await following
    expect(given.flat()).toHaveLength(total)
    expect(seen).toEqual(given.flat().sort((a, b) => a - b))
  })

  test('lets one of two who push the same step win, and shows it to the other', async () => {
    const [one, two] = await Promise.all([database.open(), database.open()])
    const unit = await aReviewingUnit(one)
    for (let round = 0; round < 10; round += 1) {
      const results = await Promise.all(
        [one, two].map((store) => unit.push([aPushed(`case-${round}`, 1, received('a'))], store)),
      )
      const kinds = results.flat().map(({ kind }) => kind)
      expect(kinds.sort()).toEqual(['accepted', 'conflict'])
    }
  })

  test('reads no more of large files than one page holds', async () => {
    const store = await database.open()
    const unit = await aReviewingUnit(store)
    const large = 1_048_576
    const arrivals = Array.from({ length: 30 }, (_, index) => ({
      ...anArrival(unit, `person ${index}`, { isSealed: true }),
      file: Buffer.alloc(large, 'x'),
    }))
    for (const arrival of arrivals) await store.write((writer) => storeArrivals(writer, [arrival]))
    let read = 0
    const counting = store.reader.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: ({ result }) => {
        for (const row of result.rows) read += row['file'] instanceof Uint8Array ? row['file'].byteLength : 0
        return Promise.resolve(result)
      },
    })
    const seen: number[] = []
    for (let after = 0; seen.length < arrivals.length;) {
      read = 0
      const page = await changesAfter(counting, { orgId: unit.orgId, after, limit: 500 })
      expect(read).toBeLessThanOrEqual(4 * large)
      expect(page.items.length).toBeGreaterThan(0)
      seen.push(...page.items.map(({ position }) => position))
      after = page.next
    }
    expect(new Set(seen).size).toBe(arrivals.length)
  })
})
