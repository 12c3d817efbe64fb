import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addAccount } from '#server/store/accounts.ts'
import { changesAfter } from '#server/store/changes.ts'
import { pushEvents } from '#server/store/push-events.ts'
import type { Store } from '#server/store/store.ts'
import { aPushed, received } from '#tests/support/pushed-events.ts'
import { aTree, staffNow } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const writers = 6
const pushesEach = 25

describe.for(bothEngines())('a cursor on $name', ({ isHere, create }) => {
  let database: TestDatabase
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

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
    const { unit } = await aTree(first)
    const account = await first.write((writer) =>
      addAccount(
        writer,
        { loginName: 'a', displayName: 'a', orgId: unit.id, role: 'admin', passwordHash: null },
        staffNow,
      ),
    )
    const total = writers * pushesEach
    const following = follow(first, unit.id, () => total)
    const given = await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        const store = stores[writer % stores.length] ?? first
        const places: number[] = []
        for (let push = 0; push < pushesEach; push += 1) {
          const events = [aPushed(`${writer}-${push}`, 1, received('a'))]
          const base = { orgId: unit.id, events, accountId: account?.id ?? '', role: 'admin', now: staffNow } as const
          for (const result of await store.write((tx) => pushEvents(tx, base)))
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
    const { unit } = await aTree(one)
    const account = await one.write((writer) =>
      addAccount(
        writer,
        { loginName: 'a', displayName: 'a', orgId: unit.id, role: 'admin', passwordHash: null },
        staffNow,
      ),
    )
    const base = { orgId: unit.id, accountId: account?.id ?? '', role: 'admin', now: staffNow } as const
    for (let round = 0; round < 10; round += 1) {
      const results = await Promise.all(
        [one, two].map((store) =>
          store.write((tx) => pushEvents(tx, { ...base, events: [aPushed(`case-${round}`, 1, received('a'))] })),
        ),
      )
      const kinds = results.flat().map(({ kind }) => kind)
      expect(kinds.sort()).toEqual(['accepted', 'conflict'])
    }
  })
})
