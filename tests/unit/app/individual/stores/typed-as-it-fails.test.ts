import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useDraftStore } from '#app/individual/stores/useDraftStore.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { fail } from '#core/errors/result.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { soundStorage, standInForPage } from '#tests/support/page-globals.ts'
import { pageStores } from '#tests/support/page-stores.ts'

beforeEach(standInForPage)
afterEach(() => vi.unstubAllGlobals())

test('what still reaches a field when saving has failed is in the file, and saved at the second try', async () => {
  const kept = memoryDraftStorage(tickingClock())
  let isFull = true
  const storage: typeof kept = Object.assign({}, kept, {
    save: (...given: Parameters<typeof kept.save>) =>
      isFull ? Promise.resolve(fail('STORAGE_FULL', { reason: 'QuotaExceededError' })) : kept.save(...given),
  })
  const { id } = must(await kept.create(aNewDraft('韦晓莉')))
  const saved: string[] = []
  const pinia = await pageStores({
    storage,
    storageHealth: soundStorage,
    clock: { now: () => 1, today: () => '2026-11-28' },
    files: { save: ({ text }: { readonly text: string }) => Promise.resolve(void saved.push(text)) },
  })
  const store = useDraftStore(pinia)
  await store.open(id)
  await expect.poll(() => store.role).toBe('writer')
  const type = (value: string) => store.edit([{ kind: 'set', sheet: 'basic', row: 0, field: 'employer', value }])
  type('北流')
  expect(await store.flush()).toBe(false)
  expect(store.isReadonly).toBe(true)
  type('北流市第一中学')
  await store.rescue()
  expect(saved.join()).toContain('北流市第一中学')
  isFull = false
  await store.retrySave()
  expect(must(await kept.load(id)).record.basic['employer']).toBe('北流市第一中学')
})
