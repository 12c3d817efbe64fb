import { expect, test } from 'vitest'
import { deliverEntry } from '#app/individual/stores/deliver-entry.ts'
import type { Exchange } from '#app/platform/exchange/open-exchange.ts'
import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import { fail, ok } from '#core/errors/result.ts'

const entry = { digest: 'a'.repeat(64), text: '{}', taskId: 't', draftId: 'd', personName: '韦晓', revision: 1 }

test('a task that cannot be read just now is no task without a server: it is tried again', async () => {
  const sent: unknown[] = []
  const exchange = {
    tasks: { get: async () => fail('STORAGE_READ_FAILED', { reason: 'x' }) },
    server: {
      async send(what: unknown) {
        sent.push(what)
        return { kind: 'needsPerson', ...fail('DELIVERY_NO_SERVER', {}) }
      },
    },
    log: { append: async () => undefined },
  }
  /* eslint-disable typescript/no-unsafe-type-assertion -- only what one attempt needs */
  const way = { exchange: exchange as unknown as Exchange, storage: {} as unknown as DraftStorage, now: 1 }
  const result = await deliverEntry(entry as unknown as OutboxEntry, way)
  /* eslint-enable typescript/no-unsafe-type-assertion */
  expect(result).toMatchObject({ kind: 'retry', error: { code: 'STORAGE_READ_FAILED' } })
  expect(sent).toEqual([])
})

test('the log is told which draft a line is about, so that it names nobody who is locked by then', async () => {
  const told: unknown[] = []
  const exchange = {
    tasks: { get: async () => ok(undefined) },
    server: { send: async () => ({ kind: 'retry', ...fail('DELIVERY_NO_CONNECTION', { why: 'cut' }) }) },
    log: { append: async (line: unknown, about: unknown) => void told.push(line, about) },
  }
  /* eslint-disable typescript/no-unsafe-type-assertion -- only what one attempt needs */
  const way = { exchange: exchange as unknown as Exchange, storage: {} as unknown as DraftStorage, now: 1 }
  await deliverEntry(entry as unknown as OutboxEntry, way)
  /* eslint-enable typescript/no-unsafe-type-assertion */
  expect(told).toMatchObject([{ kind: 'retry', personName: '韦晓', revision: 1 }, { draftId: 'd' }])
})
