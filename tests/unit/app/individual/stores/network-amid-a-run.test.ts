import { expect, test } from 'vitest'
import { useSyncStore } from '#app/individual/stores/useSyncStore.ts'
import { fail, ok } from '#core/errors/result.ts'
import { anEntry } from '#tests/support/outbox-entries.ts'
import { syncStores } from '#tests/support/sync-stores.ts'

test('a network that comes back while a run still waits for an answer is asked again after it', async () => {
  const entries = [anEntry({ digest: 'a', taskId: 't' })]
  let sent = 0
  let comeBack = (): void => undefined
  let answer = (): void => undefined
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  const exchange = {
    occasions: {
      isOnline: () => true,
      async alone(run: () => Promise<void>) {
        await run()
        return true
      },
      announce: () => undefined,
      after: () => () => undefined,
      listen(onOccasion: () => void) {
        comeBack = onOccasion
      },
      onAnnounced: () => undefined,
    },
    hideLocked: async () => undefined,
    outbox: { list: async () => ok(entries), update: async () => fail('STORAGE_FULL', { reason: 'full' }) },
    tasks: { list: async () => ok([]), get: async () => ok({ task: { content: { id: 't' } } }) },
    log: { list: async () => [], append: async () => undefined },
    server: {
      isHere: () => false,
      async send() {
        sent += 1
        await answered
        return { kind: 'retry', error: fail('DELIVERY_ANSWER_FOREIGN', { status: 200 }).error }
      },
    },
  }
  const pinia = await syncStores(exchange)
  const started = useSyncStore(pinia).start()
  await expect.poll(() => sent).toBe(1)
  comeBack()
  answer()
  await started
  expect(sent).toBe(2)
})
