import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLockedDrafts } from '#app/platform/lock/locked-drafts.ts'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import { lockedKeyOf } from '#app/platform/storage/left-behind.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

let database: CaibaoDatabase
beforeEach(() => {
  database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
})
afterEach(() => database.delete())

const markOf = (id: string): string | null => localStorage.getItem(lockedKeyOf(id))

test('a draft that is locked stays marked when somebody tries to lock it once more', async () => {
  const locks = openLockedDrafts(database, tickingClock())
  const { id } = must(await dexieDraftStorage(database, tickingClock()).create(aNewDraft('韦晓莉')))
  must(await locks.lock(id, '三月桃花水满江'))
  expect(markOf(id)).toBe('locked')
  expect(await locks.lock(id, '四月芭蕉绿满城')).toMatchObject({ ok: false, error: { code: 'DRAFT_MISSING' } })
  expect(markOf(id)).toBe('locked')
  expect(locks.isOpen(id)).toBe(false)
  must(await locks.unlock(id, '三月桃花水满江'))
  expect(locks.isOpen(id)).toBe(true)
  must(await locks.remove(id))
  expect(markOf(id)).toBeNull()
})

test('no mark is left of a draft that is not there', async () => {
  expect((await openLockedDrafts(database, tickingClock()).lock('nobody', '三月桃花水满江')).ok).toBe(false)
  expect(markOf('nobody')).toBeNull()
})
