import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { unfinishedName } from '#app/individual/stores/unfinished-name.ts'
import { useDraftListStore } from '#app/individual/stores/useDraftListStore.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { soundStorage, standInForLocalStorage } from '#tests/support/page-globals.ts'
import { pageStores } from '#tests/support/page-stores.ts'

beforeEach(() => void standInForLocalStorage())
afterEach(() => vi.unstubAllGlobals())

test('the example is nobody whose record is left unfinished, and neither is a copy of it', async () => {
  const storage = memoryDraftStorage(tickingClock())
  const list = useDraftListStore(await pageStores({ storage, storageHealth: soundStorage }))
  const example = { ...aNewDraft('示例'), declarations: { demo: 'yes' } }
  must(await storage.create(example))
  await list.refresh()
  await list.duplicate(example.id)
  expect(list.drafts.map(({ isDemo }) => isDemo)).toEqual([true, true])
  expect(unfinishedName(list.drafts)).toBeUndefined()
  must(await storage.create(aNewDraft('韦晓莉')))
  await list.refresh()
  expect(unfinishedName(list.drafts)).toBe('韦晓莉')
})
