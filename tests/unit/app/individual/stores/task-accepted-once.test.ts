import { expect, test, vi } from 'vitest'
import { useTaskStore } from '#app/individual/stores/useTaskStore.ts'
import type { AcceptedTask } from '#app/platform/storage/task-storage.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { signTask } from '#core/task/sign-task.ts'
import { must, tickingClock } from '#tests/support/drafts.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aTaskContent } from '#tests/support/units.ts'

test('a task that is accepted twice before it is written begins one record', async () => {
  const storage = memoryDraftStorage(tickingClock())
  const create = vi.spyOn(storage, 'create')
  const put = vi.fn<(accepted: AcceptedTask) => Promise<Result<void>>>(async () => ok(undefined))
  put.mockResolvedValueOnce(fail('STORAGE_FULL', { reason: '磁盘已满' }))
  const pinia = await pageStores({
    storage,
    clock: { now: () => 1, today: () => '2026-11-28' },
    exchange: async () => ({ tasks: { put } }),
  })
  const tasks = useTaskStore(pinia)
  await tasks.offerText(await signTask(aTaskContent(), await aSigningKey()))
  // Where it could not be kept it is still there to be accepted.
  expect(await tasks.accept(undefined)).toBeUndefined()
  const [first, second] = await Promise.all([tasks.accept(undefined), tasks.accept(undefined)])
  expect(create).toHaveBeenCalledOnce()
  expect([must(await storage.load(first ?? '')).id, second]).toEqual([first, undefined])
})
