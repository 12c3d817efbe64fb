import { Dexie } from 'dexie'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type OpenedStorage, openStorage } from '#app/platform/storage/open-storage.ts'
import type { StorageTrouble } from '#app/platform/storage/storage-health.ts'
import { aDraftChange, aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

let name = ''
const opened: OpenedStorage[] = []
function open(answerMs?: number): OpenedStorage {
  const made = openStorage({ clock: tickingClock(), name, ...(answerMs !== undefined && { answerMs }) })
  opened.push(made)
  return made
}

function openRaw(version: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('not opened')))
  })
}

beforeEach(() => {
  name = `test-${crypto.randomUUID()}`
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const { database } of opened.splice(0)) database.close()
  await Dexie.delete(name)
})

test('a browser that keeps what is written has no trouble, and keeps drafts', async () => {
  const { storage, health } = open()
  const draft = must(await storage.create(aNewDraft('甲')))
  expect(must(await open().storage.load(draft.id))).toEqual(draft)
  expect(health.trouble()).toBeUndefined()
})

test('a browser that forgets at once is session only: nothing is promised, drafts live in the page', async () => {
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('not here', 'NotAllowedError')
  })
  const { storage, health } = open()
  const heard: (StorageTrouble | undefined)[] = []
  health.watch((trouble) => heard.push(trouble))
  const fresh = aNewDraft('甲')
  must(await storage.create(fresh))
  expect(heard).toEqual(['session-only'])
  expect(storage.persistence()).toBe('refused')
  expect(must(await storage.load(fresh.id)).revision).toBe(1)
  expect(await storage.load('of-an-earlier-day')).toMatchObject({ error: { code: 'STORAGE_UNAVAILABLE' } })
  expect(await storage.listSubmissions()).toMatchObject({ error: { code: 'STORAGE_UNAVAILABLE' } })
})

test('tabs that are opened at once do not take each other for a browser that forgets', async () => {
  const clock = tickingClock()
  const tabs = Array.from({ length: 8 }, () => openStorage({ clock, name }))
  opened.push(...tabs)
  await Promise.all(tabs.map(({ storage }) => storage.list()))
  for (const { health } of tabs) expect(health.trouble()).toBeUndefined()
})

test('a full disk is no session only: what is there can be read', async () => {
  const { storage } = open()
  const draft = must(await storage.create(aNewDraft('甲')))
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  const other = open()
  expect(must(await other.storage.load(draft.id))).toEqual(draft)
  expect(other.health.trouble()).toBeUndefined()
  expect(await other.storage.save(draft.id, 1, aDraftChange(draft, '乙'))).toMatchObject({
    error: { code: 'STORAGE_FULL' },
  })
})

test('a newer version waits until what is typed is written, then this page lets go for good', async () => {
  const { storage, health } = open()
  const draft = must(await storage.create(aNewDraft('甲')))
  health.onLetGo(() => storage.save(draft.id, 1, aDraftChange(draft, '乙')))
  const newer = await openRaw(990)
  expect(health.trouble()).toBe('outdated')
  const read = newer.transaction('drafts').objectStore('drafts').get(draft.id)
  await vi.waitUntil(() => read.readyState === 'done', 10_000)
  expect(read.result).toMatchObject({ revision: 2, record: { basic: { name: '乙' } } })
  newer.close()
  expect((await storage.save(draft.id, 2, aDraftChange(draft, '丙'))).ok).toBe(false)
})

test('the app of an older version does not touch what a newer one wrote', async () => {
  must(await open().storage.create(aNewDraft('甲')))
  const newer = await openRaw(990)
  newer.close()
  const { storage, health } = open()
  expect(await storage.list()).toMatchObject({ error: { code: 'STORAGE_NEWER_VERSION' } })
  expect(health.trouble()).toBe('outdated')
})

test('nor does a page that was put aside while another tab took the new version', async () => {
  const { storage, health, database } = open()
  const draft = must(await storage.create(aNewDraft('甲')))
  // As the browser does with a page it puts aside: what is closed hears of no version.
  database.close({ disableAutoOpen: false })
  const newer = await openRaw(990)
  newer.close()
  expect(health.trouble()).toBeUndefined()
  expect(await storage.save(draft.id, 1, aDraftChange(draft, '乙'))).toMatchObject({
    error: { code: 'STORAGE_NEWER_VERSION' },
  })
  expect(health.trouble()).toBe('outdated')
})

test('a page that blocks an upgrade lets go when it is asked on the channel', async () => {
  const { storage, health, database } = open()
  must(await storage.create(aNewDraft('甲')))
  const channel = new BroadcastChannel(`${name}-storage`)
  channel.postMessage('let go')
  await expect.poll(() => health.trouble()).toBe('outdated')
  await expect.poll(() => database.isOpen()).toBe(false)
  channel.close()
})

test('a database erased under the page is told at once', async () => {
  const { storage, health } = open()
  const draft = must(await storage.create(aNewDraft('甲')))
  await Dexie.delete(name)
  expect(health.trouble()).toBe('erased')
  expect((await storage.save(draft.id, 1, aDraftChange(draft, '乙'))).ok).toBe(false)
})

test('a database that does not answer is told, is never an empty one, and is well again when it answers', async () => {
  must(await open().storage.create(aNewDraft('甲')))
  const other = await openRaw(20)
  const holding = other.transaction('settings', 'readwrite')
  const settings = holding.objectStore('settings')
  let isHolding = true
  const hold = (): void => {
    if (isHolding) settings.get('any').addEventListener('success', hold)
  }
  hold()
  const { storage, health } = open(100)
  let listed: Awaited<ReturnType<typeof storage.list>> | undefined
  const listing = storage.list().then((result) => (listed = result))
  await expect.poll(() => health.trouble()).toBe('silent')
  expect(listed).toBeUndefined()
  isHolding = false
  other.close()
  expect(must(await listing)).toHaveLength(1)
  await expect.poll(() => health.trouble()).toBeUndefined()
})
