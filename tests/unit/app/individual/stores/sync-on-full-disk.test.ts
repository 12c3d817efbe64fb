import { expect, test } from 'vitest'
import { useOutboxStore } from '#app/individual/stores/useOutboxStore.ts'
import { useSyncStore } from '#app/individual/stores/useSyncStore.ts'
import { fail, ok } from '#core/errors/result.ts'
import { anEntry } from '#tests/support/outbox-entries.ts'
import { syncStores } from '#tests/support/sync-stores.ts'

const full = fail('STORAGE_FULL', { reason: 'full' })

/** A page whose outbox holds two files for a server that takes them, and which pauses it makes before it asks again. */
async function aPage(changes: { readonly outbox?: object; readonly tasks?: object } = {}) {
  const entries = [anEntry({ digest: 'a', taskId: 't' }), anEntry({ digest: 'b', taskId: 't' })]
  const [sent, pauses]: [string[], number[]] = [[], []]
  async function alone(run: () => Promise<void>): Promise<boolean> {
    await run()
    return true
  }
  const exchange = {
    occasions: { isOnline: () => true, alone, announce: () => undefined, after: (ms: number) => pauses.push(ms) },
    outbox: { list: async () => ok(entries), update: async () => full, ...changes.outbox },
    tasks: { list: async () => ok([]), get: async () => ok({ task: { content: { id: 't' } } }), ...changes.tasks },
    log: { list: async () => [], append: async () => undefined },
    server: {
      isHere: () => false,
      async send({ digest }: { readonly digest: string }) {
        sent.push(digest)
        return { kind: 'retry', error: full.error }
      },
    },
  }
  const pinia = await syncStores(exchange)
  return { sync: useSyncStore(pinia), outbox: useOutboxStore(pinia), sent, pauses }
}

const quarterHourMs = 15 * 60_000

test('every file is tried, the reason stays told, and nobody is asked every few seconds', async () => {
  const { sync, outbox, sent, pauses } = await aPage()
  await sync.syncNow('person')
  expect(sent).toEqual(['a', 'b'])
  expect(outbox.error).toEqual(full.error)
  expect(pauses).toEqual([quarterHourMs])
  await outbox.retry('a')
  expect(outbox.error).toEqual(full.error)
})

test('what the database throws is told as what went wrong with the syncing, which goes on in its time', async () => {
  const thrown = new DOMException('full', 'QuotaExceededError')
  const { sync, pauses } = await aPage({ tasks: { list: () => Promise.reject(thrown) } })
  await sync.syncNow('person')
  expect(sync.error).toMatchObject({ code: 'STORAGE_FULL' })
  expect(sync.isRunning).toBe(false)
  expect(pauses).toHaveLength(1)
})
