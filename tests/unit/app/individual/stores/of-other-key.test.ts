import { expect, test } from 'vitest'
import { ofOtherKey } from '#app/individual/stores/of-other-key.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import type { OutboxState } from '#core/sync/outbox.ts'
import { anEntry } from '#tests/support/outbox-entries.ts'

const entryOf = (digest: string, state: OutboxState): OutboxEntry => anEntry({ digest, state })
const delivered = (text: string, standing?: string): OutboxState => ({
  name: 'delivered',
  receipt: { by: 'server', at: 1, text, ...(standing !== undefined && { standing: { state: standing, at: 1 } }) },
})

test('names what was delivered to the server of before, but not what was erased or came back', async () => {
  const entries = [
    entryOf('before', delivered('old')),
    entryOf('passed', delivered('old', 'passed')),
    entryOf('erased', delivered('old', 'erased')),
    entryOf('now', delivered('new')),
    entryOf('by hand', { name: 'delivered', receipt: { by: 'hand', at: 1 } }),
    entryOf('returned', { name: 'returned', slipId: 's', at: 2, receipt: { by: 'server', at: 1, text: 'old' } }),
  ]
  const found = await ofOtherKey(entries, { isOfOtherKey: async (text) => text === 'old' })
  expect([...found]).toEqual(['before', 'passed'])
})
