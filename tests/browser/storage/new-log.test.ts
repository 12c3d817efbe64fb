import { Dexie } from 'dexie'
import { afterEach, expect, test, vi } from 'vitest'
import { beginNewLog } from '#app/platform/storage/new-log.ts'

// What it is for, with the log of a real profile, is in the end-to-end test `power-cut`.
afterEach(() => {
  vi.restoreAllMocks()
})

test('leaves no database behind', async () => {
  const before = await Dexie.getDatabaseNames()
  await Promise.all([beginNewLog(), beginNewLog()])
  await beginNewLog()
  expect(await Dexie.getDatabaseNames()).toEqual(before)
})

test('is tried again while nothing can be written', async () => {
  const open = vi.spyOn(IDBFactory.prototype, 'open').mockImplementationOnce(() => {
    throw new DOMException('the disk is full', 'QuotaExceededError')
  })
  await beginNewLog()
  expect(open).toHaveBeenCalledTimes(2)
})
