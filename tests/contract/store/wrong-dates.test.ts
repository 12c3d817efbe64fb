import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doubtOf, endDoubt } from '#server/store/known-time.ts'
import { startRetention } from '#server/retention-timer.ts'
import { beginPack, putChunk } from '#server/store/packs.ts'
import { pushEvents } from '#server/store/push-events.ts'
import { keepNoLonger } from '#server/store/retention.ts'
import { storeSlip } from '#server/store/return-slips.ts'
import type { Store } from '#server/store/store.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import { takeOverPack } from '#server/store/take-over-pack.ts'
import { nobodyElse } from '#tests/support/packs.ts'
import { aPushed } from '#tests/support/pushed-events.ts'
import { anArrival, aReviewingUnit } from '#tests/support/server-scene.ts'
import { staffNow } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const dayMs = 86_400_000
const days = 365
const in2020 = Date.parse('2020-01-01T00:00:00Z')
const nothing = { people: 0, corrections: 0, packs: 0 }

describe.for(bothEngines())('what came while the date was wrong, on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let unit: Awaited<ReturnType<typeof aReviewingUnit>>
  let clock = staffNow
  const now = (): number => clock
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    clock = staffNow
    unit = await aReviewingUnit(store)
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  const keep = (ranMs = 3_600_000) => keepNoLonger(store, { days, now, ranMs })
  const handIn = async (name: string) => {
    const arrival = { ...anArrival({ orgId: unit.orgId }, name), at: clock }
    await store.write((writer) => storeArrivals(writer, [arrival]))
    return arrival.checked
  }
  const left = async (): Promise<readonly string[]> => {
    const rows = await store.reader
      .selectFrom('submission')
      .select('record_id')
      .where('state', '!=', 'erased')
      .orderBy('position')
      .execute()
    return rows.map(({ record_id: name }) => name)
  }
  /** The server runs on, or is off for some days. */
  async function runUntil(end: number): Promise<void> {
    for (; clock < end; clock += 9 * dayMs) await keep()
    clock = end
  }
  const takeByHand = (name: string) => {
    const { orgId, accountId } = unit
    const step = { kind: 'sealed', as: 'received', digest: 'c'.repeat(64), content: 'sealed' } as const
    const push = { orgId, accountId, role: 'admin', now: clock, events: [aPushed(name, 1, step)] } as const
    return store.write((writer) => pushEvents(writer, push))
  }
  const beginAPack = async (letter: string) => {
    const { orgId: fromOrgId, parentId: orgId, accountId } = unit
    const begun = { orgId, fromOrgId, digest: letter.repeat(64), sizeBytes: 1, accountId, now: clock }
    const pack = await store.write((writer) => beginPack(writer, begun))
    await store.write((writer) => putChunk(writer, pack.id, 0, new Uint8Array(1)))
    return { packId: pack.id, unitOrgId: fromOrgId, manifestDigest: 'f'.repeat(64), madeAt: clock }
  }
  const reportUp = async (letter: string) => {
    const of = await beginAPack(letter)
    await takeOverPack(store, { ...of, people: 0, withdrawn: [], now: clock, ...nobodyElse })
  }

  test('behind: nothing of it goes before its days are over from when the date was put right', async () => {
    const early = await handIn('early')
    expect(await keep()).toEqual(nothing)
    clock = in2020
    expect(await keep()).toEqual({ shownAt: in2020, knownAt: staffNow })
    await handIn('amid')
    await takeByHand('amid by hand')
    await reportUp('d')
    const place = { orgId: unit.orgId, returnedBy: unit.orgId }
    const slip = { recordId: 'early', ...place, device: early.device, submissionDigest: early.digest }
    await store.write((writer) => storeSlip(writer, { ...slip, slipId: 'slip', file: 'sealed', at: clock }))
    // However long it runs.
    for (let round = 0; round < 3; round += 1) expect(await keep(dayMs)).toMatchObject({ knownAt: staffNow })
    const rightAt = staffNow + 5 * dayMs
    clock = rightAt
    expect(await keep()).toEqual(nothing)
    await runUntil(rightAt + days * dayMs)
    expect(await keep()).toEqual(nothing)
    expect(await left()).toEqual(['early', 'amid'])
    clock += dayMs + 1
    expect(await keep()).toEqual({ people: 3, corrections: 0, packs: 1 })
    expect(await left()).toEqual([])
  })

  test('behind: also when the server was off before, and looked at the clock only when it was right', async () => {
    await keep()
    for (const [name, wrongAt] of [
      ['in 2020', in2020],
      ['when it was switched off', staffNow + 60_000],
    ] as const) {
      clock = wrongAt
      await handIn(name)
    }
    const rightAt = staffNow + 300 * dayMs
    clock = rightAt
    await endDoubt(store, clock)
    expect(await keep()).toEqual(nothing)
    clock += 360 * dayMs
    await endDoubt(store, clock)
    expect(await keep()).toEqual(nothing)
    expect(await left()).toEqual(['in 2020', 'when it was switched off'])
    clock += 6 * dayMs
    expect(await keep()).toEqual({ people: 2, corrections: 0, packs: 0 })
  })

  test('behind on one machine of two: the other erases nobody of its people early', async () => {
    await keep()
    const other = await database.open()
    expect(await doubtOf(other, { at: in2020, ranMs: 0 })).toMatchObject({ knownAt: staffNow })
    clock = in2020
    await handIn('there')
    clock = staffNow + dayMs
    expect(await keep()).toEqual(nothing)
    expect(await left()).toEqual(['there'])
    // A little behind is no doubt, and takes nothing back.
    expect(await doubtOf(other, { at: staffNow + 3_600_000, ranMs: 0 })).toBeUndefined()
    expect(await doubtOf(other, { at: staffNow - 1, ranMs: 0 })).toMatchObject({ knownAt: clock })
  })

  test('behind what a wrong date ahead left known: somebody who knows ends the doubt', async () => {
    await keep()
    const rightAt = staffNow + dayMs
    clock += 3650 * dayMs
    await keep(dayMs)
    await handIn('ahead')
    clock = rightAt
    await handIn('after')
    expect(await keep(dayMs)).toMatchObject({ shownAt: rightAt })
    expect(await endDoubt(store, clock)).toMatchObject({ wasDoubted: true })
    expect(await keep()).toEqual(nothing)
    await runUntil(rightAt + days * dayMs)
    expect(await left()).toEqual(['ahead', 'after'])
    clock += 2 * dayMs
    // Not in ten years: from when it was known that it had come.
    expect(await keep()).toEqual({ people: 2, corrections: 0, packs: 0 })
  })

  test('behind while nothing was to go in its time: what is known is noted all the same', async () => {
    const look = async () => {
      const before = await store.reader.selectFrom('known_moment').select('at').execute()
      const timer = startRetention(store, { days: undefined, now, say: () => undefined, firstLookMs: 0 })
      await expect.poll(() => store.reader.selectFrom('known_moment').select('at').execute()).not.toEqual(before)
      timer.stop()
    }
    await look()
    clock = in2020
    await handIn('amid')
    clock = staffNow + dayMs
    await look()
    expect(await keep()).toEqual(nothing)
    expect(await left()).toEqual(['amid'])
  })

  test('behind: is said every hour, and how it ends', async () => {
    await keep()
    clock = in2020
    const said: string[] = []
    const timer = startRetention(store, { days, now, say: (text) => void said.push(text), firstLookMs: 0 })
    await expect.poll(() => said).toHaveLength(1)
    timer.stop()
    expect(said[0]).toMatch(/系统日期是 2020-01-01，上次知道的是 \d{4}-\d\d-\d\d，倒退了/)
    expect(said[0]).toContain('believe-clock')
    expect(said[0]).not.toContain('小时')
  })

  test('ahead: who came then, or was returned then, goes in their days from when it was known', async () => {
    clock += 3650 * dayMs
    await handIn('ahead')
    await beginAPack('d')
    await reportUp('e')
    clock = staffNow
    const returned = await handIn('returned')
    const place = { orgId: unit.orgId, returnedBy: unit.orgId }
    const slip = { recordId: 'returned', ...place, device: returned.device, submissionDigest: returned.digest }
    const at = clock + 3650 * dayMs
    await store.write((writer) => storeSlip(writer, { ...slip, slipId: 'slip', file: 'sealed', at }))
    await store.write((writer) => writer.insertInto('known_time').values({ id: 1, at: clock, doubted_ms: 0 }).execute())
    // The pack that is nowhere in the log goes at once: who sends it has it.
    expect(await keep()).toEqual({ people: 0, corrections: 0, packs: 1 })
    await runUntil(staffNow + days * dayMs)
    expect(await left()).toEqual(['ahead', 'returned'])
    clock += 2 * dayMs
    expect(await keep()).toEqual({ people: 2, corrections: 0, packs: 1 })
  })

  test('ahead at the end of a page: who came after is looked at all the same', async () => {
    const arrivals = Array.from({ length: 401 }, (_, index) => {
      const at = index % 200 === 199 ? staffNow + 3650 * dayMs : staffNow
      return { ...anArrival({ orgId: unit.orgId }, `record ${index}`), at }
    })
    await store.write((writer) => storeArrivals(writer, arrivals))
    await store.write((writer) =>
      writer.insertInto('known_time').values({ id: 1, at: staffNow, doubted_ms: 0 }).execute(),
    )
    clock += 366 * dayMs
    expect(await keep(dayMs)).toEqual({ people: 399, corrections: 0, packs: 0 })
    expect(await left()).toEqual(['record 199', 'record 399'])
  })
})
