import { expect, test } from 'vitest'
import { useUnitSyncStore } from '#app/management/stores/useUnitSyncStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail } from '#core/errors/result.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { memorySync } from '#tests/support/memory-sync.ts'
import { memoryCases, memoryUnit, unitKey } from '#tests/support/memory-unit.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const offline: AppError = { code: 'SERVER_BUSY', params: { retryAfterSeconds: 30 } }

async function desk(storage: object = {}) {
  const cases = memoryCases()
  const content = aSubmissionContent()
  const signed = await signSubmission(content, unitKey)
  cases.put('id:甲', { content, ...signed }, [{ ...arrivalOf('a', 1), digest: signed.digest }])
  const openCases = () => ({ ...cases.storage, ...storage, close: () => undefined })
  const sync = useUnitSyncStore(await memoryUnit(cases, { desk: { openSync: () => memorySync().rows, openCases } }))
  sync.error = offline
  return sync
}

test('what cannot be struck off is told to whoever asked, and is no fault of the traffic', async () => {
  const sync = await desk({ append: () => Promise.resolve(fail('STORAGE_FULL', { reason: '磁盘已满' })) })
  expect(await sync.settle('id:甲', ['x'])).toMatchObject({ ok: false, error: { code: 'STORAGE_FULL' } })
  expect(sync.error).toEqual(offline)
})

test('what is struck off leaves standing why the traffic rests', async () => {
  const sync = await desk()
  expect((await sync.settle('id:甲', ['x'])).ok).toBe(true)
  expect(sync.error).toEqual(offline)
})
