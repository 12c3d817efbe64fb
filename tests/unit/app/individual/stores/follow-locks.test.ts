import { setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { followLocks } from '#app/individual/stores/follow-locks.ts'
import { useDraftListStore } from '#app/individual/stores/useDraftListStore.ts'
import { useDraftStore } from '#app/individual/stores/useDraftStore.ts'
import { useLockStore } from '#app/individual/stores/useLockStore.ts'
import { lockedKeyOf } from '#app/platform/storage/left-behind.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { fail, ok } from '#core/errors/result.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { fakeWebLocks } from '#tests/support/web-locks.ts'

class FakeStorageEvent extends Event {
  readonly key: string
  readonly newValue: string | null
  constructor(key: string, newValue: string | null) {
    super('storage')
    this.key = key
    this.newValue = newValue
  }
}

let window: EventTarget
beforeEach(() => {
  window = new EventTarget()
  vi.stubGlobal('navigator', { locks: fakeWebLocks() })
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window))
  vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window))
  vi.stubGlobal('StorageEvent', FakeStorageEvent)
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
})
afterEach(() => vi.unstubAllGlobals())

/** A page before a record that is locked; `takeOff` is what another tab does. */
async function aPage() {
  const drafts = memoryDraftStorage(tickingClock())
  const { id } = must(await drafts.create(aNewDraft('韦晓莉')))
  let isLocked = true
  const keys = new Set([id])
  const nothing = () => Promise.resolve(ok([]))
  const storage = {
    ...drafts,
    load: () => (isLocked ? Promise.resolve(fail('DRAFT_LOCKED', {})) : drafts.load(id)),
    list: () => (isLocked ? Promise.resolve(ok([{ kind: 'locked', id, savedAt: 1 }])) : drafts.list()),
  }
  const locks = {
    unlock: () => Promise.resolve(ok(undefined)),
    forget: (gone: string) => void keys.delete(gone),
    isAnyOpen: () => keys.size > 0,
  }
  const pinia = await pageStores({
    storage,
    storageHealth: { trouble: () => undefined, watch: () => () => undefined, onLetGo: () => () => undefined },
    locks: () => Promise.resolve(locks),
    exchange: () => Promise.resolve({ outbox: { list: nothing }, tasks: { list: nothing } }),
    clock: tickingClock(),
  })
  setActivePinia(pinia)
  const page = { template: '' }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', name: 'home', component: page },
      { path: '/drafts/:id', name: 'draft', component: page },
    ],
  })
  followLocks(router)
  const takeOff = (): void => {
    isLocked = false
    window.dispatchEvent(new FakeStorageEvent(lockedKeyOf(id), null))
  }
  return { id, router, takeOff }
}

test('a page that asks for a passphrase shows the record when another tab takes its lock off', async () => {
  const { id, router, takeOff } = await aPage()
  const drafts = useDraftStore()
  await router.push({ name: 'draft', params: { id } })
  await drafts.open(id)
  expect(drafts.loadError?.code).toBe('DRAFT_LOCKED')
  takeOff()
  await expect.poll(() => drafts.record?.basic['name']).toBe('韦晓莉')
  expect(drafts.loadError).toBeUndefined()
  await drafts.close()
})

test('no list and no banner says any more that the record is locked', async () => {
  const { id, takeOff } = await aPage()
  const [list, locks] = [useDraftListStore(), useLockStore()]
  await Promise.all([list.refresh(), locks.unlock(id, '三月桃花水满江')])
  expect([list.locked.length, locks.isAnyOpen]).toEqual([1, true])
  takeOff()
  await expect.poll(() => locks.isAnyOpen).toBe(false)
  await expect.poll(() => [list.locked.length, list.drafts.map(({ isLocked }) => isLocked)]).toEqual([0, [false]])
})

test('a page that shows something else stays where it is', async () => {
  const { id, router, takeOff } = await aPage()
  const drafts = useDraftStore()
  await drafts.open(id)
  await router.push({ name: 'home' })
  takeOff()
  await expect.poll(() => useDraftListStore().drafts.length).toBe(1)
  expect(drafts.record).toBeUndefined()
})
