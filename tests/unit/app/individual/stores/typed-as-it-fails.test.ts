import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useDraftStore } from '#app/individual/stores/useDraftStore.ts'
import { takingLeftBehind } from '#app/platform/storage/left-behind.ts'
import type { DraftError } from '#app/platform/storage/draft-storage.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { createStorageHealth } from '#app/platform/storage/storage-health.ts'
import { fail, type Result } from '#core/errors/result.ts'
import { aDraftChange, aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { soundStorage, standInForLocalStorage, standInForPage } from '#tests/support/page-globals.ts'
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

test('what a page was left amid stands on the screen as not saved while the disk takes nothing, and is in the next save', async () => {
  const laid = standInForLocalStorage()
  const kept = memoryDraftStorage(tickingClock())
  let isFull = false
  const save = async (...given: Parameters<typeof kept.save>) =>
    isFull ? fail('STORAGE_FULL', { reason: 'QuotaExceededError' }) : kept.save(...given)
  const storage = takingLeftBehind(Object.assign({}, kept, { save }))
  const draft = must(await storage.create(aNewDraft('韦')))
  must(await storage.load(draft.id))
  storage.leave(draft.id, draft.revision, aDraftChange(draft, '韦晓莉'), false)
  isFull = true
  const store = useDraftStore(
    await pageStores({ storage, storageHealth: soundStorage, clock: { now: () => 1, today: () => '2026-11-28' } }),
  )
  await store.open(draft.id)
  await expect.poll(() => store.role).toBe('writer')
  expect([store.record?.basic['name'], store.save.state]).toEqual(['韦晓莉', 'unsaved'])
  expect(await store.flush()).toBe(false)
  expect([store.save.error?.code, laid.size]).toEqual(['STORAGE_FULL', 1])
  isFull = false
  await store.retrySave()
  expect([store.save.state, laid.size]).toEqual(['saved', 0])
  expect(must(await kept.load(draft.id)).record.basic['name']).toBe('韦晓莉')
})

test.each([
  ['STORAGE_WRITE_FAILED', 'saved'],
  ['STORAGE_FULL', 'failed'],
] as const)('a save that ended with %s while the page was aside is %s once it is back', async (code, state) => {
  const page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  const kept = memoryDraftStorage(tickingClock())
  let undo: (() => void) | undefined
  const save = (...given: Parameters<typeof kept.save>) =>
    undo
      ? kept.save(...given)
      : new Promise<Result<never, DraftError>>((resolve) => {
          undo = () => resolve({ ok: false, error: { code, params: { reason: 'AbortError' } } })
        })
  const { id } = must(await kept.create(aNewDraft('韦晓莉')))
  const store = useDraftStore(
    await pageStores({
      storage: Object.assign({}, kept, { save }),
      storageHealth: soundStorage,
      clock: { now: () => 1, today: () => '2026-11-28' },
    }),
  )
  await store.open(id)
  await expect.poll(() => store.role).toBe('writer')
  store.edit([{ kind: 'set', sheet: 'basic', row: 0, field: 'employer', value: '北流' }])
  const flushed = store.flush()
  page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
  // What was undone is often heard of only when the page runs again.
  undo?.()
  expect(await flushed).toBe(false)
  await expect.poll(() => store.save.state).toBe(state)
})

test('of what could not be saved nothing is laid beside a database that was erased', async () => {
  const laid = standInForLocalStorage()
  const page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  const kept = memoryDraftStorage(tickingClock())
  const save = async () => fail('STORAGE_FULL', { reason: 'QuotaExceededError' })
  const storage = takingLeftBehind(Object.assign({}, kept, { save }))
  const storageHealth = createStorageHealth()
  const { id } = must(await storage.create(aNewDraft('韦晓莉')))
  const store = useDraftStore(
    await pageStores({ storage, storageHealth, clock: { now: () => 1, today: () => '2026-11-28' } }),
  )
  await store.open(id)
  await expect.poll(() => store.role).toBe('writer')
  store.edit([{ kind: 'set', sheet: 'basic', row: 0, field: 'employer', value: '北流' }])
  expect(await store.flush()).toBe(false)
  page.dispatchEvent(new Event('pagehide'))
  expect([...laid.keys()]).toEqual([`caibao.left.${id}`])

  localStorage.removeItem(`caibao.left.${id}`)
  storageHealth.report('erased')
  page.dispatchEvent(new Event('pagehide'))
  expect(laid.size).toBe(0)
})
