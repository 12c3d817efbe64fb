import { expect, test } from 'vitest'
import { draftStorageWithLocks } from '#app/platform/lock/draft-storage-with-locks.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { must, tickingClock } from '#tests/support/drafts.ts'

/** Drafts of a page to which what opens locks does not come. */
const withoutLocks = (isAnyLocked: boolean) =>
  draftStorageWithLocks(
    memoryDraftStorage(tickingClock()),
    () => Promise.reject(new TypeError('Failed to fetch dynamically imported module')),
    async () => isAnyLocked,
  )

test('who has locked nothing does not need what opens locks to see what was handed in', async () => {
  const storage = withoutLocks(false)
  expect(must(await storage.listSubmissions())).toEqual([])
  expect(must(await storage.getSubmission('a'.repeat(64)))).toBeUndefined()
})

test('where it does not come to somebody who has, they are told', async () => {
  const storage = withoutLocks(true)
  const error = { code: 'STORAGE_READ_FAILED' }
  expect(await storage.listSubmissions()).toMatchObject({ ok: false, error })
  expect(await storage.getSubmission('a'.repeat(64))).toMatchObject({ ok: false, error })
})
