import { setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watch } from 'vue'
import { useDraftStore } from '#app/individual/stores/useDraftStore.ts'
import { useStandStillStore } from '#app/individual/stores/useStandStillStore.ts'
import { whileAllStandStill } from '#app/platform/lock/stand-still.ts'
import { memoryDraftStorage } from '#app/platform/storage/memory-draft-storage.ts'
import { fail } from '#core/errors/result.ts'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { fakeWebLocks } from '#tests/support/web-locks.ts'

class FakeField extends EventTarget {
  blur(): void {
    this.dispatchEvent(new Event('blur'))
  }
}

const inField: { activeElement: FakeField | undefined } = { activeElement: undefined }
const document = Object.assign(new EventTarget(), { visibilityState: 'visible' }, inField)

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: fakeWebLocks() })
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('removeEventListener', () => undefined)
  vi.stubGlobal('HTMLInputElement', FakeField)
  vi.stubGlobal('HTMLTextAreaElement', FakeField)
  vi.stubGlobal('document', document)
  document.activeElement = undefined
})
afterEach(() => vi.unstubAllGlobals())

/** A page that has a draft open to be written. */
async function aPage() {
  const storage = memoryDraftStorage(tickingClock())
  const { id } = must(await storage.create(aNewDraft('韦晓莉')))
  const pinia = await pageStores({
    storage,
    storageHealth: { trouble: () => undefined, watch: () => () => undefined, onLetGo: () => () => undefined },
    clock: { now: () => 1, today: () => '2026-11-28' },
  })
  setActivePinia(pinia)
  const store = useDraftStore(pinia)
  const type = (value: string): void => store.edit([{ kind: 'set', sheet: 'basic', row: 0, field: 'mobile', value }])
  const saved = async () => must(await storage.load(id)).record.basic['mobile']
  await store.open(id)
  await expect.poll(() => store.role).toBe('writer')
  return { store, storage, id, type, saved }
}

/** Locks from another tab; resolves with what was saved when the draft was about to be read there. */
const lockElsewhere = (id: string, work: () => Promise<string | undefined>): Promise<string | undefined> =>
  whileAllStandStill<string | undefined>(id, { work, refused: () => 'refused' })

test('what was just typed is saved before another tab locks the draft, and nothing is typed until it is locked', async () => {
  const { store, id, type, saved } = await aPage()
  useStandStillStore().begin()
  type('13807750001')
  const locked = await lockElsewhere(id, async () => {
    const standing = await saved()
    type('13807750002')
    return `${standing} ${store.record?.basic['mobile']}`
  })
  expect(locked).toBe('13807750001 13807750001')
  await expect.poll(() => store.isReadonly).toBe(false)
  await store.close()
})

test('nothing is typed any more once it is locked, whatever this page has heard of that by then', async () => {
  const { store, storage, id, type } = await aPage()
  useStandStillStore().begin()
  let typed = 0
  const typing = setInterval(() => type(String((typed += 1))), 1)
  await lockElsewhere(id, async () => {
    typed = 0
    vi.spyOn(storage, 'load').mockResolvedValue(fail('DRAFT_LOCKED', {}))
    vi.spyOn(storage, 'save').mockResolvedValue(fail('DRAFT_LOCKED', {}))
    return undefined
  })
  await expect.poll(() => store.loadError?.code).toBe('DRAFT_LOCKED')
  clearInterval(typing)
  expect([store.record, store.isHeld, typed > 0]).toEqual([undefined, false, true])
})

test('生成报送 that ends while another tab locks the draft lets nobody type on', async () => {
  const { store, id, type } = await aPage()
  useStandStillStore().begin()
  await lockElsewhere(id, async () => {
    await store.holdStill(() => Promise.resolve())
    type('13807750006')
    expect([store.isHeld, store.record?.basic['mobile'] === '13807750006']).toEqual([true, false])
    return undefined
  })
  await expect.poll(() => store.isHeld).toBe(false)
  await store.close()
})

test('what stands half-typed in a field is taken along', async () => {
  const { store, id, type, saved } = await aPage()
  useStandStillStore().begin()
  const field = new FakeField()
  field.addEventListener('blur', () => type('13807750003'))
  document.activeElement = field
  expect(await lockElsewhere(id, saved)).toBe('13807750003')
  await store.close()
})

test('a draft is not locked while a page has something of it that could not be saved', async () => {
  const { store, storage, id, type, saved } = await aPage()
  useStandStillStore().begin()
  vi.spyOn(storage, 'save').mockResolvedValue(fail('STORAGE_FULL', { reason: '' }))
  type('13807750004')
  expect(await lockElsewhere(id, saved)).toBe('refused')
  await expect.poll(() => store.isHeld).toBe(false)
  expect(store.record?.basic['mobile']).toBe('13807750004')
})

test('a page that opens the draft while it is being locked lets nothing be typed into it', async () => {
  const { store, id, type } = await aPage()
  await store.close()
  useStandStillStore().begin()
  await lockElsewhere(id, async () => {
    await store.open(id)
    await expect.poll(() => store.isHeld).toBe(true)
    type('13807750005')
    expect(store.record?.basic['mobile']).not.toBe('13807750005')
    return undefined
  })
  await store.close()
})

test('a draft that is open nowhere is locked without an answer', async () => {
  const { store, id, saved } = await aPage()
  await store.close()
  expect(await lockElsewhere(id, saved)).not.toBe('refused')
})

test('a page that opens a draft nobody locks lets it be typed at once', async () => {
  const { store, id } = await aPage()
  await store.close()
  useStandStillStore().begin()
  const seen: boolean[] = []
  watch(
    () => store.isHeld,
    (isHeld) => seen.push(isHeld),
    { flush: 'sync' },
  )
  await store.open(id)
  await expect.poll(() => store.role).toBe('writer')
  expect(seen).toEqual([])
  await store.close()
})

test('a page that does not answer keeps the draft from being locked unsaved', { timeout: 20_000 }, async () => {
  const { store, id, saved } = await aPage()
  expect(await lockElsewhere(id, saved)).toBe('refused')
  await store.close()
})
