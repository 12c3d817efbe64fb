import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { createApp } from '#server/create-app.ts'
import { startRetention } from '#server/retention-timer.ts'
import { addCorrection } from '#server/store/corrections.ts'
import { keepNoLonger } from '#server/store/retention.ts'
import { placePeople } from '#server/store/people.ts'
import type { Store } from '#server/store/store.ts'
import { listening, type Statement } from '#tests/support/listening-store.ts'
import { aReviewingUnit } from '#tests/support/server-scene.ts'
import { someServices, testNow } from '#tests/support/services.ts'
import { aColleague } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { anOpenTask, aSignedFile, upload } from '#tests/support/sync.ts'

const dayMs = 24 * 3_600_000

describe.for(bothEngines())('a correction that no step speaks of, on $name', ({ isHere, create }) => {
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

  // What leaps ahead here is the clock of the test: as if the server had run all the while.
  const keep = () => keepNoLonger(store, { days: 365, now, ranMs: dayMs })
  const corrections = async (): Promise<readonly string[]> =>
    (await store.reader.selectFrom('correction').select('digest').execute()).map(({ digest }) => digest)

  test('goes by itself where it is sealed, and one that a step speaks of does not', async () => {
    const unit = await aReviewingUnit(store)
    const { orgId, accountId } = unit
    const [stray, spokenOf] = ['c'.repeat(64), 'd'.repeat(64)]
    for (const digest of [stray, spokenOf])
      await store.write((writer) => addCorrection(writer, { orgId, accountId, digest, file: 'sealed', now: clock }))
    clock += 366 * dayMs
    await unit.take('case', [
      { kind: 'sealed', as: 'received', digest: 'a'.repeat(64), content: 'sealed' },
      { kind: 'sealed', as: 'corrected', digest: spokenOf, content: 'sealed' },
    ])
    await store.write((writer) =>
      writer.updateTable('log_entry').set({ at: clock }).where('kind', '=', 'review').execute(),
    )
    // Nobody is gone, and so it is told.
    expect(await keep()).toEqual({ people: 0, corrections: 1, packs: 0 })
    expect(await corrections()).toEqual([spokenOf])
    const trace = store.reader.selectFrom('log_entry').select('facts').where('kind', '=', 'erased')
    expect((await trace.execute()).map(({ facts }): unknown => JSON.parse(facts))).toEqual([
      { by: 'retention', digest: stray },
    ])
  })

  test('goes so where it names its person, of whom nothing else is here, and else with them', async () => {
    const { token, orgId } = await anOpenTask(store)
    const { accountId } = await aReviewingUnit(store)
    const app = createApp(new Map(), await someServices(store, { now }))
    const [alone, beside] = [await aSignedFile(), await aSignedFile()]
    for (const { digest, text: file } of [alone, beside])
      await store.write((writer) => addCorrection(writer, { orgId, accountId, digest, file, now: clock }))
    clock += 300 * dayMs
    const next = await signSubmission({ ...beside.content, revision: 2, previous: beside.digest }, beside.device)
    expect((await upload(app, token, next.text)).status).toBe(200)
    clock += 66 * dayMs
    await keep()
    expect(await corrections()).toEqual([beside.digest])
    clock += 300 * dayMs
    await keep()
    expect(await corrections()).toEqual([])
    // Of somebody who is erased by now.
    const { digest, text: file } = await signSubmission({ ...beside.content, revision: 3 }, beside.device)
    await store.write((writer) => addCorrection(writer, { orgId, accountId, digest, file, now: clock }))
    // The next day it is noted how far the log had come: of what came between two leaps the later counts.
    for (const passed of [1, 366]) {
      clock += passed * dayMs
      await keep()
    }
    expect(await corrections()).toEqual([])
  })

  test('is told for itself, not as a person', async () => {
    const unit = await aReviewingUnit(store)
    const { orgId, accountId } = unit
    const stray = { orgId, accountId, digest: 'c'.repeat(64), file: 'sealed', now: clock }
    await store.write((writer) => addCorrection(writer, stray))
    clock += 366 * dayMs
    await unit.take('case', [{ kind: 'sealed', as: 'received', digest: 'a'.repeat(64), content: 'sealed' }])
    // What the log says last is that it is so late.
    await store.write((writer) =>
      writer.updateTable('log_entry').set({ at: clock }).where('kind', '=', 'review').execute(),
    )
    const said: string[] = []
    const timer = startRetention(store, { days: 365, now, say: (text) => void said.push(text), firstLookMs: 0 })
    await expect.poll(() => said, { timeout: 20_000 }).toHaveLength(1)
    timer.stop()
    expect(said[0]).toContain('删除了 0 个人的数据、1 份没有对应报送的更正、0 个上报包的内容')
  })

  test('is read before the log is held to erase somebody', async () => {
    const { store: heard, transactions } = listening(store)
    const { orgId, accountId } = await aReviewingUnit(store)
    const recordId = crypto.randomUUID()
    const person = { orgId, recordId, digest: 'a'.repeat(64), revision: 1, state: 'received' } as const
    await store.write((writer) => placePeople(writer, [person]))
    const correction = { orgId, accountId, digest: 'c'.repeat(64), file: 'sealed', now: clock }
    await store.write((writer) => addCorrection(writer, correction))
    await store.write((writer) => writer.updateTable('correction').set({ record_id: null }).execute())
    const app = createApp(new Map(), await someServices(heard, { now }))
    const admin = await aColleague({ app, store, now: clock }, orgId, 'admin')
    expect((await admin.ask('POST', '/erasures', { orgId, recordId })).status).toBe(200)
    const isOf = (start: string) => (statements: readonly Statement[]) =>
      statements.some(({ sql }) => sql.startsWith(start))
    const reading = transactions.filter(isOf('update "correction"'))
    expect(reading).toHaveLength(1)
    expect(reading.filter(isOf('update "log_head"'))).toEqual([])
  })
})
