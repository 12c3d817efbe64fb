import { expect, test } from 'vitest'
import { useOutboxStore } from '#app/individual/stores/useOutboxStore.ts'
import { ok } from '#core/errors/result.ts'
import { anEntry } from '#tests/support/outbox-entries.ts'
import { pageStores } from '#tests/support/page-stores.ts'

test('a return that was answered is not asked for again, though the clock was set back between the two', async () => {
  const returned = anEntry({ digest: 'a', addedAt: 9_000, state: { name: 'returned', slipId: 's', at: 9_500 } })
  const answer = anEntry({ digest: 'b', revision: 2, addedAt: 1_000 })
  const other = { ...returned, digest: 'c', draftId: 'other' }
  const list = () => Promise.resolve(ok([other, returned, answer]))
  const store = useOutboxStore(await pageStores({ exchange: () => Promise.resolve({ outbox: { list } }) }))
  await store.refresh()
  expect(store.returnedDrafts.map(({ digest }) => digest)).toEqual(['c'])
})
