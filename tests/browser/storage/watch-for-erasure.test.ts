import { Dexie } from 'dexie'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { createStorageHealth } from '#app/platform/storage/storage-health.ts'
import { watchForErasure } from '#app/platform/storage/watch-for-erasure.ts'

let database: CaibaoDatabase
beforeEach(() => {
  database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
})
afterEach(async () => {
  vi.restoreAllMocks()
  database.close()
  await Dexie.delete(database.name)
})

test('a database that is opened again is the same, until it is one that was made anew', async () => {
  const health = createStorageHealth()
  await watchForErasure(database, health)
  database.close()
  await database.open()
  expect(health.trouble()).toBeUndefined()

  database.close()
  await Dexie.delete(database.name)
  await expect(database.open()).rejects.toThrow('erased')
  expect(health.trouble()).toBe('erased')
})

test('where nothing can be written it watches for nothing, and breaks nothing off', async () => {
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  const health = createStorageHealth()
  await watchForErasure(database, health)
  expect(health.trouble()).toBeUndefined()
})
