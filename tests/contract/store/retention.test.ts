import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '#server/create-app.ts'
import { verifyLog } from '#server/store/log.ts'
import { keepNoLonger } from '#server/store/retention.ts'
import type { Store } from '#server/store/store.ts'
import { takeTurn } from '#server/store/work-lock.ts'
import { someServices, testNow } from '#tests/support/services.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { anOpenTask, aSignedFile, upload } from '#tests/support/sync.ts'

const dayMs = 24 * 3_600_000
const days = 365

describe.for(bothEngines())('keeping data no longer than said, on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let clock = testNow
  const now = (): number => clock
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    clock = testNow
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  async function handIn(token: string): Promise<string> {
    const app = createApp(new Map(), await someServices(store, { now }))
    const { text, digest } = await aSignedFile()
    expect((await upload(app, token, text)).status).toBe(200)
    return digest
  }
  const keep = (on = store) => keepNoLonger(on, { days, now })
  const states = async (): Promise<Record<string, string>> => {
    const rows = await store.reader.selectFrom('submission').select(['digest', 'state']).execute()
    return Object.fromEntries(rows.map(({ digest, state }) => [digest, state]))
  }

  test('erases whom nothing happened with for so long, with the trace, and nobody else', async () => {
    const { token, orgId } = await anOpenTask(store)
    const old = await handIn(token)
    clock += 200 * dayMs
    const young = await handIn(token)
    expect(await keep()).toEqual({ people: 0, packs: 0 })
    clock += 166 * dayMs
    expect(await keep()).toEqual({ people: 1, packs: 0 })
    expect(await states()).toEqual({ [old]: 'erased', [young]: 'received' })
    const originals = await store.reader.selectFrom('original').select('position').execute()
    expect(originals).toHaveLength(1)
    const trace = await store.reader
      .selectFrom('log_entry')
      .select(['org_id', 'facts', 'at'])
      .where('kind', '=', 'erased')
      .execute()
    expect(trace.map(({ org_id, facts, at }) => [org_id, JSON.parse(facts), at])).toEqual([
      [orgId, { by: 'retention', digest: old }, clock],
    ])
    expect((await verifyLog(store.reader)).fault).toBeUndefined()
  })

  test('counts from the last thing that happened', async () => {
    const { token } = await anOpenTask(store)
    const digest = await handIn(token)
    clock += 300 * dayMs
    await store.write((writer) =>
      writer.updateTable('submission').set({ state: 'returned', state_at: clock }).execute(),
    )
    clock += 300 * dayMs
    expect(await keep()).toEqual({ people: 0, packs: 0 })
    clock += 70 * dayMs
    expect(await keep()).toEqual({ people: 1, packs: 0 })
    expect(await states()).toEqual({ [digest]: 'erased' })
  })

  test('is done once a day, by one of several processes', async () => {
    const { token } = await anOpenTask(store)
    await handIn(token)
    clock += 400 * dayMs
    const others = await Promise.all([database.open(), database.open()])
    const outcomes = await Promise.all([store, ...others].map((each) => keep(each)))
    expect(outcomes.filter((outcome) => outcome !== undefined)).toEqual([{ people: 1, packs: 0 }])
    clock += dayMs - 1
    expect(await keep()).toBeUndefined()
    clock += 1
    expect(await keep()).toEqual({ people: 0, packs: 0 })
  })

  test('a process that fell in the middle is followed by another; one that failed may try again', async () => {
    const work = { name: 'work', everyMs: dayMs, now }
    const never = new Promise<never>(() => undefined)
    void takeTurn(store, work, () => never)
    await expect.poll(() => takeTurn(store, work, () => Promise.resolve('two'))).toBeUndefined()
    clock += 11 * 60_000
    await expect(takeTurn(store, work, () => Promise.reject(new Error('fell')))).rejects.toThrow('fell')
    expect(await takeTurn(store, work, ({ isHeld }) => isHeld())).toBe(true)
    expect(await takeTurn(store, work, () => Promise.resolve('again'))).toBeUndefined()
  })
})
