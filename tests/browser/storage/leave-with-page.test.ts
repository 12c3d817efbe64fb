import { Dexie } from 'dexie'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import type { Draft, DraftStorage } from '#app/platform/storage/draft-storage.ts'
import { endWithPage } from '#app/platform/storage/end-with-page.ts'
import { openStorage } from '#app/platform/storage/open-storage.ts'
import { aDraftChange, aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

let database: CaibaoDatabase
let storage: DraftStorage
let draft: Draft
let isAway = false

function putAside(): void {
  isAway = true
  dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
}
function comeBack(): void {
  isAway = false
  dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
}

/** Another page's connection, past ours. */
function openRaw(version?: number, name = database.name): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('not opened')))
  })
}

/** Writes as another page would; resolves when it is through. */
async function writeElsewhere(): Promise<void> {
  const other = await openRaw()
  const writing = other.transaction('drafts', 'readwrite')
  writing.objectStore('drafts').put({ id: 'elsewhere' })
  await new Promise((resolve) => {
    writing.addEventListener('complete', resolve)
  })
  other.close()
}

/** Work that does not end by itself, as what is frozen with a page. */
function workForever(): Promise<unknown> {
  return database.transaction('rw', database.drafts, async () => {
    await database.drafts.put({ id: 'half' })
    for (;;) await database.drafts.get('half')
  })
}

beforeEach(async () => {
  database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
  storage = dexieDraftStorage(database, tickingClock())
  draft = must(await storage.create(aNewDraft('甲')))
})
afterEach(async () => {
  if (isAway) comeBack()
  database.close()
  await Dexie.delete(database.name)
})

test('what runs when the page is put aside is undone, and holds up no other page', async () => {
  const working = workForever()
  const undone = working.catch((thrown: unknown) => thrown)
  await expect.poll(() => database.isOpen()).toBe(true)
  putAside()
  expect(await undone).toMatchObject({ name: 'AbortError' })
  await writeElsewhere()
  comeBack()
  expect(await database.drafts.get('half')).toBeUndefined()
  expect(await database.drafts.get('elsewhere')).toBeDefined()
})

test('a save that was undone is done again once the page is back', async () => {
  const saving = storage.save(draft.id, 1, aDraftChange(draft, '乙'))
  putAside()
  await writeElsewhere()
  comeBack()
  expect(must(await saving).revision).toBe(2)
  expect(must(await storage.load(draft.id)).record.basic['name']).toBe('乙')
})

test('a save asked for while the page is aside waits, and holds up neither a page nor an upgrade', async () => {
  putAside()
  const saving = storage.save(draft.id, 1, aDraftChange(draft, '乙'))
  await writeElsewhere()
  const newer = await openRaw(990)
  newer.close()
  comeBack()
  expect(await saving).toMatchObject({ ok: false, error: { code: 'STORAGE_NEWER_VERSION' } })
})

test('a database that is just being made is undone too, and made once the page is back', async () => {
  const name = `test-${crypto.randomUUID()}`
  const opened = openStorage({ clock: tickingClock(), name })
  const listed = opened.storage.listSubmissions()
  await new Promise<void>((resolve) => {
    opened.database.on('populate', () => {
      if (!isAway) putAside()
      resolve()
    })
  })
  const elsewhere = await openRaw(1, name)
  expect(elsewhere.version).toBe(1)
  elsewhere.close()
  comeBack()
  expect(must(await listed)).toEqual([])
  expect(opened.health.trouble()).toBeUndefined()
  opened.database.close()
  await Dexie.delete(name)
})

test('what other pages did meanwhile is heard on coming back', async () => {
  const heard: string[] = []
  const stop = storage.watch((id) => heard.push(id))
  await database.drafts.toArray()
  must(await storage.save(draft.id, 1, aDraftChange(draft, '乙')))
  await expect.poll(() => heard).toContain(draft.id)
  putAside()
  await writeElsewhere()
  comeBack()
  await expect.poll(() => heard).toContain('elsewhere')
  stop()
})

test('what works beside the page ends with it, and a page that is closed for good ends nothing', () => {
  let ended = 0
  const stay = endWithPage(() => {
    ended += 1
  })
  dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }))
  expect(ended).toBe(0)
  putAside()
  comeBack()
  expect(ended).toBe(1)
  stay()
  putAside()
  expect(ended).toBe(1)
})
