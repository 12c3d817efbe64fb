import { expect, test } from 'vitest'
import { deliverEntry } from '#app/individual/stores/deliver-entry.ts'
import type { Exchange } from '#app/platform/exchange/open-exchange.ts'
import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import { fail, ok } from '#core/errors/result.ts'

const entry = { digest: 'a'.repeat(64), text: '{}', taskId: 't', personName: '韦晓', revision: 1 }

test('a task that cannot be read just now is no task without a server: it is tried again', async () => {
  const sent: unknown[] = []
  const exchange = {
    tasks: { get: async () => fail('STORAGE_READ_FAILED', { reason: 'x' }) },
    outbox: { list: async () => ok([]) },
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

test('a record that is locked while its submission is sent is not named in the log', async () => {
  const lines: unknown[] = []
  let standing = { digest: entry.digest, personName: entry.personName }
  const exchange = {
    tasks: { get: async () => ok(undefined) },
    outbox: { list: async () => ok([standing]) },
    server: {
      async send() {
        standing = { ...standing, personName: '' }
        return { kind: 'retry', ...fail('DELIVERY_NO_CONNECTION', { why: 'cut' }) }
      },
    },
    log: { append: async (line: unknown) => void lines.push(line) },
  }
  /* eslint-disable typescript/no-unsafe-type-assertion -- only what one attempt needs */
  const way = { exchange: exchange as unknown as Exchange, storage: {} as unknown as DraftStorage, now: 1 }
  await deliverEntry(entry as unknown as OutboxEntry, way)
  /* eslint-enable typescript/no-unsafe-type-assertion */
  expect(lines).toMatchObject([{ kind: 'retry', personName: '', revision: 1 }])
})
