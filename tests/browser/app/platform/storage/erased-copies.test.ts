import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openLockedDrafts } from '#app/platform/lock/locked-drafts.ts'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import { eraseDevice } from '#app/platform/storage/erase-device.ts'
import { forgetSecondCopies, keepSecondCopies, secondCopies } from '#app/platform/storage/second-copies.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { keptAddresses, untilKept } from '#tests/support/second-copies.ts'

const passphrase = '三月桃花水满江'
const late = Number.MAX_SAFE_INTEGER
let database: CaibaoDatabase
let stop: (() => void) | undefined
beforeEach(async () => {
  await forgetSecondCopies()
  database = openCaibaoDatabase(`erased-${crypto.randomUUID()}`)
})
afterEach(async () => {
  stop?.()
  await database.delete()
  await forgetSecondCopies()
})

/** What stands now is kept a second time, and what comes after is not: it would hide what an erasure leaves. */
async function keepOnce(count: number): Promise<void> {
  stop = keepSecondCopies(database)
  await untilKept(count)
  stop()
}

const aDraft = async (name: string): Promise<string> =>
  must(await dexieDraftStorage(database, tickingClock()).create(aNewDraft(name))).id

describe('no second copy outlives', () => {
  test('a computer that is handed back, nor what the database had lost before', async () => {
    await aDraft('韦晓莉')
    const gone = await aDraft('黄大明')
    await keepOnce(2)
    await database.drafts.delete(gone)
    expect(await secondCopies(database).lost()).toHaveLength(1)
    must(await eraseDevice(database, database.name))
    expect(await keptAddresses()).toEqual([])
  })

  test('a record that was removed a month ago; that of another stays', async () => {
    const [gone, stays] = [await aDraft('韦晓莉'), await aDraft('黄大明')]
    const drafts = dexieDraftStorage(database, tickingClock())
    must(await drafts.remove(gone))
    await keepOnce(2)
    expect(must(await drafts.purge(late))).toBe(1)
    expect(await keptAddresses()).toEqual([expect.stringContaining(stays)])
  })

  test('a locked record that was removed a month ago; that of another stays', async () => {
    const [gone, stays] = [await aDraft('韦晓莉'), await aDraft('黄大明')]
    const locks = openLockedDrafts(database, tickingClock())
    for (const id of [gone, stays]) must(await locks.lock(id, passphrase))
    must(await locks.unlock(gone, passphrase))
    must(await locks.mark(gone, true))
    await keepOnce(2)
    expect(must(await locks.purge(late))).toBe(1)
    expect(await keptAddresses()).toEqual([expect.stringContaining(`/locks/${stays}/`)])
  })
})

describe('what was lost and nobody has answered yet outlives', () => {
  const noted = async () => (await secondCopies(database).lost()).map(({ kind, id }) => [kind, id])

  test('the older record in its place, removed a month ago', async () => {
    const drafts = dexieDraftStorage(database, tickingClock())
    const id = await aDraft('韦晓莉')
    const row = await database.table('drafts').get(id)
    await database.table('drafts').put({ ...row, revision: 20, record: { ...row.record, basic: { name: '韦晓𬱖' } } })
    await keepOnce(1)
    await database.table('drafts').put(row)
    must(await drafts.remove(id))
    expect(must(await drafts.purge(late))).toBe(1)
    expect(await noted()).toEqual([['drafts', id]])
    expect(await keptAddresses()).toHaveLength(1)
  })

  test('the lock in its place, removed a month ago', async () => {
    const id = await aDraft('韦晓莉')
    const locks = openLockedDrafts(database, tickingClock())
    must(await locks.lock(id, passphrase))
    await keepOnce(1)
    const row = await database.table('locks').get(id)
    await database.locks.clear()
    expect(await noted()).toEqual([['locks', id]])
    await database.table('locks').add({ ...row, removedAt: 1, savedAt: 2 })
    await keepOnce(2)
    expect(must(await locks.purge(late))).toBe(1)
    expect(await noted()).toEqual([['locks', id]])
    expect(await keptAddresses()).toHaveLength(1)
  })
})
