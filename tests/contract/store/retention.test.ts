import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PushedStep } from '#core/sync/pushed-step.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { createApp } from '#server/create-app.ts'
import { verifyLog } from '#server/store/log.ts'
import { startRetention } from '#server/retention-timer.ts'
import { addMembers, beginPack, putChunk, turnOfPack } from '#server/store/packs.ts'
import { pushEvents } from '#server/store/push-events.ts'
import { endDoubt } from '#server/store/known-time.ts'
import { keepNoLonger } from '#server/store/retention.ts'
import type { Store } from '#server/store/store.ts'
import { takeOverPack } from '#server/store/take-over-pack.ts'
import { inTurn } from '#server/store/turns.ts'
import { takeTurn } from '#server/store/work-lock.ts'
import { nobodyElse } from '#tests/support/packs.ts'
import { aPushed } from '#tests/support/pushed-events.ts'
import { aReviewingUnit } from '#tests/support/server-scene.ts'
import { someServices, testNow } from '#tests/support/services.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { anOpenTask, aSignedFile, upload } from '#tests/support/sync.ts'

const dayMs = 24 * 3_600_000
const days = 365

const sealed = (as: 'received' | 'passed', letter: string): PushedStep => ({
  kind: 'sealed',
  as,
  digest: letter.repeat(64),
  content: 'sealed',
})

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
    vi.unstubAllEnvs()
    if (isHere) await database.remove()
  })

  async function handIn(token: string): Promise<string> {
    const app = createApp(new Map(), await someServices(store, { now }))
    const { text, digest } = await aSignedFile()
    expect((await upload(app, token, text)).status).toBe(200)
    return digest
  }
  // What leaps ahead here is the clock of the test: as if the server had run all the while.
  const keep = (on = store, ranMs = dayMs) => keepNoLonger(on, { days, now, ranMs })
  const states = async (): Promise<Record<string, string>> => {
    const rows = await store.reader.selectFrom('submission').select(['digest', 'state']).execute()
    return Object.fromEntries(rows.map(({ digest, state }) => [digest, state]))
  }

  test('erases whom nothing happened with for so long, with the trace, and nobody else', async () => {
    const { token, orgId } = await anOpenTask(store)
    const old = await handIn(token)
    clock += 200 * dayMs
    const young = await handIn(token)
    expect(await keep()).toEqual({ people: 0, corrections: 0, packs: 0 })
    clock += 166 * dayMs
    expect(await keep()).toEqual({ people: 1, corrections: 0, packs: 0 })
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

  test('a person with several revisions is one person', async () => {
    const { token } = await anOpenTask(store)
    const app = createApp(new Map(), await someServices(store, { now }))
    const first = await aSignedFile()
    const second = await signSubmission({ ...first.content, revision: 2, previous: first.digest }, first.device)
    for (const { text } of [first, second]) expect((await upload(app, token, text)).status).toBe(200)
    clock += 366 * dayMs
    expect(await keep()).toEqual({ people: 1, corrections: 0, packs: 0 })
    expect(await states()).toEqual({ [first.digest]: 'erased', [second.digest]: 'erased' })
  })

  test('counts from the last thing that happened', async () => {
    const { token } = await anOpenTask(store)
    const digest = await handIn(token)
    clock += 300 * dayMs
    await store.write((writer) =>
      writer.updateTable('submission').set({ state: 'returned', state_at: clock }).execute(),
    )
    clock += 300 * dayMs
    expect(await keep()).toEqual({ people: 0, corrections: 0, packs: 0 })
    clock += 70 * dayMs
    expect(await keep()).toEqual({ people: 1, corrections: 0, packs: 0 })
    expect(await states()).toEqual({ [digest]: 'erased' })
  })

  test('at the level above each person whom only packs tell of has a time of their own', async () => {
    const unit = await aReviewingUnit(store)
    const { orgId: fromOrgId, parentId: orgId, accountId } = unit
    const push = (name: string, sequence: number, step: PushedStep) =>
      store.write((writer) =>
        pushEvents(writer, { orgId, accountId, role: 'admin', now: clock, events: [aPushed(name, sequence, step)] }),
      )
    const members = ['a', 'b', 'c'].map((letter, line) => {
      const digest = letter.repeat(64)
      return { line, digest, firstDigest: digest, recordId: `record ${letter}`, revision: 1 }
    })
    const begun = { orgId, fromOrgId, digest: 'e'.repeat(64), sizeBytes: 1, accountId, now: clock }
    const pack = await store.write((writer) => beginPack(writer, begun))
    await store.write((writer) => putChunk(writer, pack.id, 0, new Uint8Array(1)))
    await store.write((writer) => addMembers(writer, pack.id, members))
    const of = { packId: pack.id, unitOrgId: fromOrgId, manifestDigest: 'f'.repeat(64), madeAt: clock }
    await takeOverPack(store, { ...of, people: 3, withdrawn: [], now: clock, ...nobodyElse })
    for (const letter of ['a', 'b', 'c']) await push(`case ${letter}`, 1, sealed('received', letter))
    clock += 200 * dayMs
    await push('case b', 2, sealed('passed', 'b'))
    clock += 166 * dayMs
    // Two of them, and the pack.
    expect(await keep()).toEqual({ people: 2, corrections: 0, packs: 1 })
    const left = async () =>
      (await store.reader.selectFrom('review_case').select('case_id').execute()).map((row) => row.case_id)
    expect(await left()).toEqual(['case b'])
    const events = await store.reader.selectFrom('review_event').select('case_id').execute()
    expect(events).toHaveLength(2)
    const gone = await store.reader.selectFrom('erased').select('digest').orderBy('digest').execute()
    expect(gone.map(({ digest }) => digest)).toEqual(['a'.repeat(64), 'c'.repeat(64)])
    clock += 200 * dayMs
    expect(await keep()).toEqual({ people: 1, corrections: 0, packs: 0 })
    expect(await left()).toEqual([])
  })

  test('of a pack that was begun and never completed goes, too, and however many there are', async () => {
    const { orgId: fromOrgId, parentId: orgId, accountId } = await aReviewingUnit(store)
    const begin = (name: string) =>
      store.write(async (writer) => {
        const begun = { orgId, fromOrgId, digest: name.padStart(64, '0'), sizeBytes: 2, accountId, now: clock }
        const { id } = await beginPack(writer, begun)
        await putChunk(writer, id, 0, new Uint8Array([1, 2]))
        return id
      })
    for (let index = 0; index < 205; index += 1) await begin(String(index))
    clock += 200 * dayMs
    const young = await begin('abc')
    clock += 166 * dayMs
    expect(await keep()).toEqual({ people: 0, corrections: 0, packs: 205 })
    expect(await store.reader.selectFrom('pack_chunk').select('pack_id').execute()).toEqual([{ pack_id: young }])
  })

  test('is done once a day, by one of several processes', async () => {
    const { token } = await anOpenTask(store)
    await handIn(token)
    clock += 400 * dayMs
    const others = await Promise.all([database.open(), database.open()])
    const outcomes = await Promise.all([store, ...others].map((each) => keep(each)))
    expect(outcomes.filter((outcome) => outcome !== undefined)).toEqual([{ people: 1, corrections: 0, packs: 0 }])
    clock += dayMs - 1
    expect(await keep()).toBeUndefined()
    clock += 1
    expect(await keep()).toEqual({ people: 0, corrections: 0, packs: 0 })
  })

  test('erases nobody when the clock leaps ahead, until the server ran for a day with it', async () => {
    const { token } = await anOpenTask(store)
    const digest = await handIn(token)
    const [knownAt, hourMs] = [clock, dayMs / 24]
    expect(await keep(store, 60_000)).toEqual({ people: 0, corrections: 0, packs: 0 })
    clock += 3650 * dayMs
    // What comes in by the wrong clock does not vouch for it.
    await handIn(token)
    expect(await keep(store, 60_000)).toEqual({ shownAt: clock, knownAt, restMs: dayMs - 60_000 })
    clock += hourMs
    expect(await keep(store, hourMs)).toMatchObject({ knownAt, restMs: dayMs - hourMs - 60_000 })
    expect(Object.values(await states())).toEqual(['received', 'received'])
    // Put right, it is as if nothing had been.
    const wrong = clock
    clock = knownAt + dayMs
    expect(await keep(store, hourMs)).toEqual({ people: 0, corrections: 0, packs: 0 })
    clock = wrong
    expect(await keep(store, 60_000)).toMatchObject({ restMs: dayMs - 60_000 })
    // It was right after all: the server had been off for so long. Both had come before it was put right.
    expect(await keep(store, dayMs)).toEqual({ people: 2, corrections: 0, packs: 0 })
    expect((await states())[digest]).toBe('erased')
  })

  test('doubts the clock at the first look by what the log says, and not one that runs on from day to day', async () => {
    const { token } = await anOpenTask(store)
    await handIn(token)
    clock += 366 * dayMs
    expect(await keep(store, 0)).toMatchObject({ knownAt: testNow })
    clock = testNow
    for (let week = 0; week < 53; week += 1) {
      expect(await keep(store, 60_000)).toEqual({ people: 0, corrections: 0, packs: 0 })
      clock += 7 * dayMs
    }
    expect(await keep(store, 60_000)).toEqual({ people: 1, corrections: 0, packs: 0 })
  })

  async function firstWords(): Promise<string> {
    const said: string[] = []
    const timer = startRetention(store, { days, now, say: (text) => void said.push(text), firstLookMs: 0 })
    await expect.poll(() => said).toHaveLength(1)
    timer.stop()
    return said[0] ?? ''
  }

  test('names the day where the machine stands', async () => {
    vi.stubEnv('TZ', 'Asia/Shanghai')
    clock = Date.parse('2026-11-25T20:00:00Z')
    const { token } = await anOpenTask(store)
    await handIn(token)
    clock += 3650 * dayMs
    expect(await firstWords()).toContain('系统日期是 2036-11-23，上次知道的是 2026-11-26')
  })

  test('says why it erases nothing', async () => {
    const { token } = await anOpenTask(store)
    await handIn(token)
    clock += 3650 * dayMs
    const said = await firstWords()
    expect(said).toContain('系统日期是 2036-11-22，上次知道的是 2026-11-25')
    expect(said).toContain('再运行 24 小时')
    expect(said).toContain('believe-clock')
    expect(Object.values(await states())).toEqual(['received'])
  })

  test('of a fault it says the kind and none of its words, which may be a person’s', async () => {
    const fault = Object.assign(new SyntaxError('Unexpected token, "黄老师" is not valid JSON'), { code: '22021' })
    vi.spyOn(store, 'write').mockRejectedValue(fault)
    const said = await firstWords()
    expect(said).toContain('下一小时再试：SyntaxError 22021')
    expect(said).not.toContain('黄老师')
  })

  test('is done again after a look by a clock that was years ahead', async () => {
    clock += 3650 * dayMs
    expect(await keep()).toEqual({ people: 0, corrections: 0, packs: 0 })
    clock = testNow
    await endDoubt(store, clock)
    expect(await keep()).toEqual({ people: 0, corrections: 0, packs: 0 })
    expect(await keep()).toBeUndefined()
    const never = new Promise<never>(() => undefined)
    const work = { name: 'work', everyMs: dayMs, now }
    clock += 3650 * dayMs
    void takeTurn(store, work, () => never)
    await expect.poll(() => takeTurn(store, work, () => Promise.resolve('two'))).toBeUndefined()
    clock = testNow
    expect(await takeTurn(store, work, () => Promise.resolve('three'))).toBe('three')
  })

  test('a pack that is taken over while its turn is waited for stays', async () => {
    const { orgId: fromOrgId, parentId: orgId, accountId } = await aReviewingUnit(store)
    const begun = { orgId, fromOrgId, digest: 'e'.repeat(64), sizeBytes: 1, accountId, now: clock }
    const pack = await store.write((writer) => beginPack(writer, begun))
    await store.write((writer) => putChunk(writer, pack.id, 0, new Uint8Array(1)))
    clock += 366 * dayMs
    const looking = await inTurn(store, turnOfPack(pack.id), async ({ hold }) => {
      const outcome = keep()
      // It found the pack and waits.
      await expect.poll(async () => (await store.reader.selectFrom('work_lock').selectAll().execute()).length).toBe(1)
      await pause(100)
      const of = { packId: pack.id, unitOrgId: fromOrgId, manifestDigest: 'f'.repeat(64), madeAt: clock }
      await takeOverPack(store, { ...of, people: 0, withdrawn: [], now: clock, ...nobodyElse, hold })
      return { outcome }
    })
    expect(await looking.outcome).toEqual({ people: 0, corrections: 0, packs: 0 })
    expect(await store.reader.selectFrom('pack_chunk').select('pack_id').execute()).toEqual([{ pack_id: pack.id }])
  })

  test('a process that fell in the middle is followed by another; one that failed may try again', async () => {
    const work = { name: 'work', everyMs: dayMs, now }
    await new Promise<void>((begun) => {
      void takeTurn(store, work, () => {
        begun()
        return new Promise<never>(() => undefined)
      })
    })
    expect(await takeTurn(store, work, () => Promise.resolve('two'))).toBeUndefined()
    clock += 11 * 60_000
    await expect(takeTurn(store, work, () => Promise.reject(new Error('fell')))).rejects.toThrow('fell')
    expect(await takeTurn(store, work, ({ isHeld }) => isHeld())).toBe(true)
    expect(await takeTurn(store, work, () => Promise.resolve('again'))).toBeUndefined()
  })
})
