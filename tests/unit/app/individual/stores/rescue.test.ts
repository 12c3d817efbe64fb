import { expect, test } from 'vitest'
import { useRescueStore } from '#app/individual/stores/useRescueStore.ts'
import type { NewDraft } from '#app/platform/storage/draft-storage.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { writeRescue } from '#app/platform/storage/write-rescue.ts'
import { must, tickingClock } from '#tests/support/drafts.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aPerson } from '#tests/support/people.ts'

test('what a rescue file holds is added as made of the record it was of: what is locked does not come to lie open', async () => {
  const drafts = memoryDraftStorage(tickingClock())
  const record = aPerson()
  const draft = must(await drafts.create({ id: record.id, record }))
  const created: NewDraft[] = []
  const create: typeof drafts.create = (fresh) => {
    created.push(fresh)
    return drafts.create(fresh)
  }
  const store = useRescueStore(await pageStores({ storage: { ...drafts, create } }))
  store.read(new TextEncoder().encode(writeRescue(draft).text))
  const id = await store.add()
  expect(id).not.toBe(record.id)
  expect(created).toMatchObject([{ id, madeOf: record.id, record: { id, basic: record.basic } }])
  expect(store.rescue).toBeUndefined()
})
