import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addAccount } from '#server/store/accounts.ts'
import { pushEvents } from '#server/store/push-events.ts'
import type { Arrival } from '#server/store/look-for-arrivals.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import { aPushed, received } from '#tests/support/pushed-events.ts'
import { aTree, staffNow } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const digest = 'a'.repeat(64)

/** An upload of this digest: the file that has it, or one that nobody but the unit can read and that only claims it. */
const anArrival = (orgId: string, recordId: string, isSealed: boolean): Arrival => ({
  checked: { digest, device: `device of ${recordId}`, recordId, revision: 1, previous: null, isSealed, issues: null },
  file: Buffer.from(recordId),
  orgId,
  taskId: 'task',
  at: staffNow,
})

describe.for(bothEngines())('a digest that two people claim on $name', ({ isHere, create }) => {
  let database: TestDatabase
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  /** Where both stand after the unit received and passed the one whose file it is. */
  async function standing(arrivalsOf: (orgId: string) => readonly Arrival[]) {
    const store = await database.open()
    const { unit } = await aTree(store)
    const row = { loginName: 'a', displayName: 'a', orgId: unit.id, role: 'admin', passwordHash: null } as const
    const account = await store.write((writer) => addAccount(writer, row, staffNow))
    for (const arrival of arrivalsOf(unit.id)) await store.write((writer) => storeArrivals(writer, [arrival]))
    const base = { orgId: unit.id, accountId: account?.id ?? '', role: 'admin', now: staffNow } as const
    for (const event of [aPushed('case', 1, received('a')), aPushed('case', 2, { kind: 'passed', digest })])
      await store.write((writer) => pushEvents(writer, { ...base, events: [event] }))
    const people = await store.reader.selectFrom('person').select(['record_id', 'state']).orderBy('record_id').execute()
    const counts = await store.reader.selectFrom('people_count').select(['state', 'people']).execute()
    return {
      people: people.map(({ record_id, state }) => `${record_id} ${state}`),
      counts: Object.fromEntries(
        counts.filter(({ people: count }) => count > 0).map((each) => [each.state, each.people]),
      ),
    }
  }

  test.each([
    ['the file that has it comes first', false],
    ['the one that claims it comes first', true],
  ])('moves the person whose file proves it: %s', async (_order, isClaimFirst) => {
    for (const [owner, claimer] of [
      ['person 1', 'person 2'],
      ['person 2', 'person 1'],
    ] as const) {
      const found = await standing((orgId) => {
        const both = [anArrival(orgId, owner, false), anArrival(orgId, claimer, true)]
        return isClaimFirst ? both.reverse() : both
      })
      expect(found.people).toEqual([`${owner} passed`, `${claimer} received`].sort())
      expect(found.counts).toEqual({ passed: 1, received: 1 })
      await database.remove()
      database = await create()
    }
  })

  test('moves who came first when nobody’s file proves it', async () => {
    const found = await standing((orgId) => [anArrival(orgId, 'person 1', true), anArrival(orgId, 'person 2', true)])
    expect(found.people).toEqual(['person 1 passed', 'person 2 received'])
  })
})
