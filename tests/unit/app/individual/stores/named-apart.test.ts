import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { namedApart } from '#app/individual/stores/named-apart.ts'
import { useDraftListStore } from '#app/individual/stores/useDraftListStore.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { soundStorage, standInForLocalStorage } from '#tests/support/page-globals.ts'
import { pageStores } from '#tests/support/page-stores.ts'

beforeEach(() => void standInForLocalStorage())
afterEach(() => vi.unstubAllGlobals())

test('of two records of one name it is said which, and a name that stands alone is enough', async () => {
  const storage = memoryDraftStorage(tickingClock())
  const list = useDraftListStore(await pageStores({ storage, storageHealth: soundStorage }))
  for (const name of ['韦晓莉', '黄大明', '', '韦晓莉']) must(await storage.create(aNewDraft(name)))
  await list.refresh()
  const told = list.drafts.map((draft) => namedApart(draft, list.drafts))
  expect(told.filter((name) => !name.startsWith('韦')).toSorted()).toEqual(['未命名', '黄大明'].toSorted())
  const [one, other] = list.drafts.filter(({ name }) => name === '韦晓莉')
  for (const draft of [one, other]) {
    expect(told).toContainEqual(expect.stringMatching(/^韦晓莉（.* 张表，\d+ 张已填，.* 改过）$/))
    expect(told.some((name) => name.includes(`${draft?.savedAtText} 改过`))).toBe(true)
  }
})
