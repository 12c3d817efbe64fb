import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useDraftExchangeStore } from '#app/individual/stores/useDraftExchangeStore.ts'
import { useDraftStore } from '#app/individual/stores/useDraftStore.ts'
import { useTaskStore } from '#app/individual/stores/useTaskStore.ts'
import { openDraftWriter } from '#app/platform/storage/draft-writer.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { ok } from '#core/errors/result.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { soundStorage, standInForPage } from '#tests/support/page-globals.ts'
import { pageStores } from '#tests/support/page-stores.ts'

beforeEach(standInForPage)
afterEach(() => vi.unstubAllGlobals())

test('a task that is accepted for a draft is followed by it, also while another tab fills it in', async () => {
  const storage = memoryDraftStorage(tickingClock())
  const { id } = must(await storage.create(aNewDraft('韦晓莉')))
  const onYield = vi.fn<() => Promise<void>>().mockResolvedValue()
  const other = openDraftWriter(id, { onRole: () => undefined, onYield })
  await expect.poll(other.role).toBe('writer')
  const exchange = {
    tasks: { get: async () => ok(undefined) },
    slips: { list: async () => ok([]) },
  }
  const pinia = await pageStores({
    storage,
    storageHealth: soundStorage,
    clock: { now: () => 1, today: () => '2026-11-28' },
    exchange: async () => exchange,
  })
  const drafts = useDraftStore(pinia)
  useTaskStore(pinia).pending = { draftId: id, taskId: 'its task' }
  await drafts.open(id)
  useDraftExchangeStore(pinia)
  await expect.poll(() => drafts.declarations['task']).toBe('its task')
  expect(onYield).toHaveBeenCalledOnce()
  await drafts.close()
  expect(must(await storage.load(id)).declarations).toEqual({ task: 'its task' })
  other.close()
})
