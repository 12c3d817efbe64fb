import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LockedDrafts, openLockedDrafts } from '#app/platform/lock/locked-drafts.ts'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import { lockedKeyOf } from '#app/platform/storage/left-behind.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

const passphrase = '三月桃花水满江'
const late = 1e15
let database: CaibaoDatabase
let locks: LockedDrafts
beforeEach(() => {
  database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
  locks = openLockedDrafts(database, tickingClock())
})
afterEach(() => database.delete())

async function aLockedDraft(name: string): Promise<string> {
  const { id } = must(await dexieDraftStorage(database, tickingClock()).create(aNewDraft(name)))
  must(await locks.lock(id, passphrase))
  must(await locks.unlock(id, passphrase))
  return id
}

test('what was removed behind a lock goes after its time, also while it is closed, and nothing else', async () => {
  const [gone, stays] = [await aLockedDraft('韦晓莉'), await aLockedDraft('黄大明')]
  must(await locks.mark(gone, true))
  const removedAt = Number((await database.locks.get(gone))?.['removedAt'])
  await database.copies.add({ draftId: gone, kind: 'lockedInFile', digest: 'd', at: 1 })
  locks.closeAll()
  expect(must(await locks.purge(removedAt))).toBe(0)
  expect(must(await locks.purge(removedAt + 1))).toBe(1)
  expect((await database.locks.toArray()).map(({ id }) => id)).toEqual([stays])
  expect(await database.copies.count()).toBe(0)
  expect(localStorage.getItem(lockedKeyOf(gone))).toBeNull()
  expect(localStorage.getItem(lockedKeyOf(stays))).toBe('locked')
})

test('what was taken back again stays', async () => {
  const id = await aLockedDraft('韦晓莉')
  must(await locks.mark(id, true))
  must(await locks.mark(id, false))
  expect(must(await locks.purge(late))).toBe(0)
  expect(must(await locks.load(id)).deletedAt).toBeNull()
})

test('what an earlier version removed goes after it was opened once', async () => {
  const id = await aLockedDraft('韦晓莉')
  must(await locks.mark(id, true))
  await database.locks.update(id, { removedAt: undefined })
  expect(must(await locks.purge(late))).toBe(0)
  must(await locks.unlock(id, passphrase))
  expect(must(await locks.purge(late))).toBe(1)
})
