import { expect, test, vi } from 'vitest'
import { useRecheckStore } from '#app/management/stores/useRecheckStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

/** A unit with somebody whose line is of other rules, where nothing can be checked again. */
async function openedWhere(checkAlone: () => Promise<void>) {
  const cases = memoryCases()
  const put = { digest: 'a'.repeat(64), text: '', content: aSubmissionContent() }
  cases.put('id:1', put, [arrivalOf('a', 1)])
  const pinia = await memoryUnit(cases, { desk: { checkAlone } })
  return { recheck: useRecheckStore(pinia), units: useUnitStore(pinia) }
}

test('a check of everybody that breaks off says so, and is not begun over and over', async () => {
  const checkAlone = vi.fn<() => Promise<void>>(() => Promise.reject(new Error('the worker is gone')))
  const { recheck } = await openedWhere(checkAlone)
  await expect.poll(() => recheck.error?.code).toBe('STORAGE_WRITE_FAILED')
  expect([recheck.isRunning, checkAlone.mock.calls.length]).toEqual([false, 1])
})

test('one that breaks off behind the lock is no news to who unlocks it next', async () => {
  let breakOff = (): void => undefined
  const { recheck, units } = await openedWhere(
    () => new Promise((_, reject) => void (breakOff = () => reject(new Error('the worker is gone')))),
  )
  await expect.poll(() => recheck.isRunning).toBe(true)
  units.lock()
  breakOff()
  await expect.poll(() => recheck.isRunning).toBe(false)
  expect(recheck.error).toBeUndefined()
})
