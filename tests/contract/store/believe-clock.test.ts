import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runBelieveClock } from '#cli/believe-clock.ts'
import { localDate } from '#server/local-date.ts'
import { createApp } from '#server/create-app.ts'
import { doubtOf, endDoubt } from '#server/store/known-time.ts'
import { verifyLog } from '#server/store/log.ts'
import { keepNoLonger } from '#server/store/retention.ts'
import type { Store } from '#server/store/store.ts'
import { someServices, testNow } from '#tests/support/services.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { anOpenTask, aSignedFile, upload } from '#tests/support/sync.ts'

const dayMs = 24 * 3_600_000
const nothingRan = 0

describe.for(bothEngines())('ending a doubt of the clock on $name', ({ isHere, create }) => {
  const environment = { ...process.env }
  let database: TestDatabase
  let store: Store
  let clock = testNow
  let said: string[] = []
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    const { dataFolder, databaseUrl } = database.settings
    Object.assign(process.env, databaseUrl === undefined ? { CAIBAO_DATA: dataFolder } : { DATABASE_URL: databaseUrl })
    clock = testNow
    said = []
    const { token } = await anOpenTask(store)
    await upload(createApp(new Map(), await someServices(store)), token, (await aSignedFile()).text)
  })
  afterEach(async () => {
    process.env = { ...environment }
    if (isHere) await database.remove()
  })

  const look = (on = store) => keepNoLonger(on, { days: 365, now: () => clock, ranMs: nothingRan })
  const output = { out: (line: string) => void said.push(line), err: (line: string) => void said.push(line) }
  const believe = (...args: readonly string[]) => runBelieveClock(args, output, new Date(clock))
  const dateAt = (days: number): string => localDate(new Date(clock + days * dayMs))
  const noted = async () => {
    const rows = await store.reader
      .selectFrom('log_entry')
      .select(['at', 'org_id', 'facts'])
      .where('kind', '=', 'clockBelieved')
      .execute()
    return rows.map(({ at, org_id: orgId, facts }) => ({ at, orgId, facts: JSON.parse(facts) as unknown }))
  }

  test('is noted in the log, and from then on data goes in its time', async () => {
    expect(await look()).toEqual({ people: 0, corrections: 0, packs: 0 })
    clock += 400 * dayMs
    expect(await look()).toMatchObject({ knownAt: testNow })
    expect(await believe('--date', dateAt(0))).toBe(0)
    expect(said.join('\n')).toContain('上次知道的是 2026-11-25')
    expect(said.join('\n')).toContain(dateAt(0))
    expect(await noted()).toEqual([{ at: clock, orgId: null, facts: { by: 'server', knownAt: testNow } }])
    expect((await verifyLog(store.reader)).fault).toBeUndefined()
    // Another process, too, goes by it.
    expect(await look(await database.open())).toEqual({ people: 1, corrections: 0, packs: 0 })
  })

  test('ends one that was never looked at, too: what the log says last stands in', async () => {
    clock += 400 * dayMs
    expect(await believe('--date', dateAt(0))).toBe(0)
    expect(await look()).toEqual({ people: 1, corrections: 0, packs: 0 })
  })

  test('ends one of a clock that went back, too: a date that was wrong before is no longer known', async () => {
    await look()
    clock -= 30 * dayMs
    expect(await look()).toEqual({ shownAt: clock, knownAt: testNow })
    expect(await believe('--date', dateAt(0))).toBe(0)
    expect(await look()).toEqual({ people: 0, corrections: 0, packs: 0 })
    const moments = await store.reader.selectFrom('known_moment').select('at').execute()
    expect(moments).toEqual([{ at: clock }])
  })

  test('is refused when there is none, and nothing changes', async () => {
    await look()
    clock += 10 * dayMs
    expect(await believe('--date', dateAt(0))).toBe(1)
    expect(said).toEqual([expect.stringContaining('没有疑问')])
    expect(await noted()).toEqual([])
    const known = await store.reader.selectFrom('known_time').select('at').execute()
    expect(known).toEqual([{ at: testNow }])
    clock += dayMs
    expect(await believe('--date', dateAt(0))).toBe(0)
    expect(await believe('--date', dateAt(0))).toBe(1)
    expect(await noted()).toHaveLength(1)
  })

  test('is refused to whoever names another day than the clock: then the clock is wrong', async () => {
    await look()
    clock += 3650 * dayMs
    for (const days of [-3650, -2, 2]) expect(await believe('--date', dateAt(days))).toBe(1)
    expect(said).toHaveLength(3)
    expect(said[0]).toContain(`您说今天是 ${dateAt(-3650)}，这台电脑的系统日期却是 ${dateAt(0)}`)
    expect(await look()).toMatchObject({ knownAt: testNow })
    expect(await noted()).toEqual([])
    // A machine may stand in another time zone than whoever asks.
    expect(await believe('--date', dateAt(-1))).toBe(0)
  })

  test('wants the day said', async () => {
    for (const args of [[], ['--date', '明天'], ['--date', '2026-13-45']]) expect(await believe(...args)).toBe(2)
    expect(said).toEqual(Array.from({ length: 3 }, () => expect.stringContaining('用法')))
  })

  test('holds against looks that other processes make at the same moment', async () => {
    const others = await Promise.all([database.open(), database.open(), database.open()])
    for (let round = 0; round < 20; round += 1) {
      clock += 400 * dayMs
      const reading = { at: clock, ranMs: nothingRan }
      const looks = others.map((each) => doubtOf(each, reading))
      const [ended] = await Promise.all([endDoubt(store, clock), ...looks])
      expect(ended.wasDoubted).toBe(true)
      expect(await doubtOf(store, reading)).toBeUndefined()
    }
  })
})
