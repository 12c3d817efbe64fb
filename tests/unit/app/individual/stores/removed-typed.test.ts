import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useDraftStore } from '#app/individual/stores/useDraftStore.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { soundStorage, standInForPage } from '#tests/support/page-globals.ts'
import { pageStores } from '#tests/support/page-stores.ts'

beforeEach(standInForPage)
afterEach(() => vi.unstubAllGlobals())

/** A page that has a draft open which was removed, long ago or in another tab just now. */
async function aPageOfRemoved() {
  const storage = memoryDraftStorage(tickingClock())
  const { id } = must(await storage.create(aNewDraft('韦晓莉')))
  must(await storage.remove(id))
  const pinia = await pageStores({
    storage,
    storageHealth: soundStorage,
    clock: { now: () => 1, today: () => '2026-11-28' },
  })
  const store = useDraftStore(pinia)
  await store.open(id)
  await expect.poll(() => store.role).toBe('writer')
  return { store, storage, id }
}

test('what is typed in a removed draft does not go with it when its month is over', async () => {
  const { store, storage, id } = await aPageOfRemoved()
  store.edit([{ kind: 'set', sheet: 'basic', row: 0, field: 'mobile', value: '13807750001' }])
  expect(await store.flush()).toBe(true)
  await store.close()
  expect(must(await storage.purge(Number.MAX_SAFE_INTEGER))).toBe(0)
  expect(must(await storage.load(id))).toMatchObject({ deletedAt: null, record: { basic: { mobile: '13807750001' } } })
})

test('one that was only looked at stays removed', async () => {
  const { store, storage } = await aPageOfRemoved()
  await store.close()
  expect(must(await storage.purge(Number.MAX_SAFE_INTEGER))).toBe(1)
})
