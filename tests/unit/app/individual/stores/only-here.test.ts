import { setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useDraftStore } from '#app/individual/stores/useDraftStore.ts'
import { useLockStore } from '#app/individual/stores/useLockStore.ts'
import { useOnlyHereStore } from '#app/individual/stores/useOnlyHereStore.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { createStorageHealth } from '#app/platform/storage/storage-health.ts'
import { fail, ok } from '#core/errors/result.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { standInForPage } from '#tests/support/page-globals.ts'

let window: EventTarget
beforeEach(() => {
  standInForPage()
  window = new EventTarget()
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window))
  vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window))
})
afterEach(() => vi.unstubAllGlobals())

/** Whether the browser would ask before the page goes. */
function isAsked(): boolean {
  const going = new Event('beforeunload', { cancelable: true })
  window.dispatchEvent(going)
  return going.defaultPrevented
}

/** A page with an open draft; `disk` says whether a save finds room. */
async function aPage({ isLocked = false } = {}) {
  const kept = memoryDraftStorage(tickingClock())
  const disk = { isFull: false }
  const save = async (...given: Parameters<typeof kept.save>) =>
    disk.isFull ? fail('STORAGE_FULL', { reason: 'QuotaExceededError' }) : kept.save(...given)
  const storageHealth = createStorageHealth()
  const { id } = must(await kept.create(aNewDraft('韦晓莉')))
  const pinia = await pageStores({
    storage: Object.assign({}, kept, { save }),
    storageHealth,
    locks: () => Promise.resolve({ isOpen: () => isLocked, unlock: () => Promise.resolve(ok(undefined)) }),
    files: { save: () => Promise.resolve() },
    clock: { now: () => 1, today: () => '2026-11-28' },
  })
  setActivePinia(pinia)
  useOnlyHereStore().begin()
  const store = useDraftStore()
  if (isLocked) await useLockStore().unlock(id, '三月桃花水满江')
  await store.open(id)
  await expect.poll(() => store.role).toBe('writer')
  const type = (value: string): void => store.edit([{ kind: 'set', sheet: 'basic', row: 0, field: 'employer', value }])
  return { store, storageHealth, kept, disk, id, type }
}

test('behind a passphrase nothing is laid aside: what could not be saved is asked about until it is', async () => {
  const { store, disk, type } = await aPage({ isLocked: true })
  type('北流')
  expect(await store.flush()).toBe(true)
  expect(isAsked()).toBe(false)
  disk.isFull = true
  type('北流市第一中学')
  expect(await store.flush()).toBe(false)
  expect(isAsked()).toBe(true)
  disk.isFull = false
  await store.retrySave()
  expect(isAsked()).toBe(false)
})

test('in the open what could not be saved is laid beside the database, and nobody is asked', async () => {
  const { store, disk, type } = await aPage()
  disk.isFull = true
  type('北流')
  expect(await store.flush()).toBe(false)
  expect(isAsked()).toBe(false)
})

test('where the data was erased under the page its draft is asked about until it is in a file', async () => {
  const { store, storageHealth } = await aPage()
  storageHealth.report('erased')
  expect(isAsked()).toBe(true)
  await store.rescue()
  expect(isAsked()).toBe(false)
})

test('where the browser keeps nothing every record is asked about that is in no file as it stands', async () => {
  const { store, storageHealth, kept, id, type } = await aPage()
  expect(isAsked()).toBe(false)
  storageHealth.report('session-only')
  await expect.poll(isAsked).toBe(true)
  await store.rescue()
  expect(isAsked()).toBe(false)
  type('北流市第一中学')
  await store.flush()
  await expect.poll(isAsked).toBe(true)
  await store.close()
  expect(isAsked()).toBe(true)
  must(await kept.remove(id))
  await expect.poll(isAsked).toBe(false)
})
