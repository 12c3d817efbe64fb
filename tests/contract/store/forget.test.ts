import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '#server/create-app.ts'
import { startForgetting } from '#server/forget-timer.ts'
import { addCorrection } from '#server/store/corrections.ts'
import type { Reader } from '#server/store/database.ts'
import { eraseRecord } from '#server/store/erase.ts'
import { createForgetting } from '#server/store/forgetting.ts'
import { openStore } from '#server/store/open-store.ts'
import type { Store } from '#server/store/store.ts'
import { aReviewingUnit } from '#tests/support/server-scene.ts'
import { someServices, testNow } from '#tests/support/services.ts'
import { aColleague, staffNow } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const digest = 'a'.repeat(64)
const secret = 'SECRET-OF-A-PERSON-138'

/** A reading of one moment, as a backup is; it goes on until it is let go. */
async function aLongReading(store: Store): Promise<() => Promise<void>> {
  const begun = Promise.withResolvers<void>()
  const end = Promise.withResolvers<void>()
  const reading = store.snapshot(async (reader: Reader) => {
    await reader.selectFrom('log_head').selectAll().execute()
    begun.resolve()
    await end.promise
  })
  await begun.promise
  return () => {
    end.resolve()
    return reading
  }
}

describe.for(bothEngines().filter(({ name }) => name === 'SQLite'))('what was erased on $name', ({ create }) => {
  let database: TestDatabase
  const opened: Store[] = []
  beforeEach(async () => {
    database = await create()
  })
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close()
    await database.remove()
  })

  const said: string[] = []
  async function open(): Promise<Store> {
    const say = (text: string): void => void said.push(text)
    const store = await openStore({ ...database.settings, forgetting: { patienceMs: 100, retryMs: 50, say } })
    opened.push(store)
    return store
  }
  const inFiles = async (): Promise<readonly string[]> => {
    const { dataFolder } = database.settings
    const names = await readdir(dataFolder)
    const texts = await Promise.all(names.map((name) => readFile(join(dataFolder, name), 'latin1')))
    return names.filter((_, index) => texts[index]?.includes(secret))
  }
  /** A store that holds the secret in its file, and somebody who reads while it is erased. */
  async function erasedBesideAReading() {
    const [store, other] = [await open(), await open()]
    const { orgId, accountId } = await aReviewingUnit(store)
    const app = createApp(new Map(), await someServices(store))
    const admin = await aColleague({ app, store, now: testNow }, orgId, 'admin')
    const file = `${secret} ${'x'.repeat(9000)}`
    await store.write((writer) => addCorrection(writer, { orgId, digest, file, accountId, now: staffNow }))
    expect(await store.forget()).toBe(true)
    const letGo = await aLongReading(other)
    said.length = 0
    await store.write((writer) => eraseRecord(writer, { who: { digest }, orgId, by: 'test', now: staffNow }))
    return { store, admin, orgId, letGo }
  }

  test('is gone from both files once a reading that began before has ended, and that it waits is said', async () => {
    const { store, letGo } = await erasedBesideAReading()
    expect(await store.forget()).toBe(false)
    expect(said).toEqual([expect.stringContaining('备份')])
    expect(await inFiles()).not.toEqual([])
    await letGo()
    await expect.poll(inFiles, { timeout: 10_000 }).toEqual([])
    await expect.poll(() => said).toHaveLength(2)
  })

  test('is gone at once where the reading ends soon', async () => {
    const { store, letGo } = await erasedBesideAReading()
    setTimeout(() => void letGo(), 30)
    expect(await store.forget()).toBe(true)
    expect([await inFiles(), said]).toEqual([[], []])
  })

  test('is gone after the process fell, or another one erased, by the server that runs', async () => {
    const { store, letGo } = await erasedBesideAReading()
    await store.close()
    const timer = startForgetting(await open())
    await expect.poll(() => said).toHaveLength(1)
    await letGo()
    await expect.poll(inFiles, { timeout: 10_000 }).toEqual([])
    timer.stop()
  })

  test('is told to who erased: that it waits, to who asks for it, and in the shape of before to who does not', async () => {
    const { store, admin, orgId, letGo } = await erasedBesideAReading()
    const erase = async (path: string) => {
      const next = (await store.reader.selectFrom('log_head').select('position').executeTakeFirstOrThrow()).position
      const another = String(next).padStart(64, 'b')
      const correction = { orgId, digest: another, file: secret, accountId: admin.accountId, now: staffNow }
      await store.write((writer) => addCorrection(writer, correction))
      return (await admin.ask('POST', path, { orgId, digest: another })).json
    }
    const digests = [expect.stringMatching(/^b+\d+$/)]
    expect(await erase('/erasures')).toEqual({ digests, packs: [] })
    expect(await erase('/erasures?waits=1')).toEqual({ digests, packs: [], waits: true })
    await letGo()
    expect(await erase('/erasures?waits=1')).toEqual({ digests, packs: [], waits: false })
  })

  test('waits too where the journal cannot be written back, and the erasure stands', async () => {
    let isFull = true
    const told: string[] = []
    const say = (text: string): void => void told.push(text)
    const forget = () => (isFull ? Promise.reject(new Error('database or disk is full')) : Promise.resolve(true))
    const forgetting = createForgetting({ forget }, { patienceMs: 20, retryMs: 20, say })
    expect(await forgetting.forget()).toBe(false)
    isFull = false
    await expect.poll(() => told).toHaveLength(2)
    forgetting.stop()
  })

  test('does not stumble over a transaction that is under way', async () => {
    const store = await open()
    const held = Promise.withResolvers<void>()
    const writing = store.write(() => held.promise)
    const forgotten = store.forget()
    held.resolve()
    await writing
    expect(await forgotten).toBe(true)
  })
})
