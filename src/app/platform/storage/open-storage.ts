import type { Clock } from '#app/platform/clock/clock.ts'
import { fail } from '#core/errors/result.ts'
import { type CaibaoDatabase, openCaibaoDatabase } from './caibao-database.ts'
import { deferredDraftStorage } from './deferred-draft-storage.ts'
import { dexieDraftStorage } from './dexie-draft-storage.ts'
import type { DraftStorage } from './draft-storage.ts'
import { departuresSoFar, whileAway } from './leave-with-page.ts'
import { storageErrorOf } from './storage-error.ts'
import { createStorageHealth, type StorageHealthDesk } from './storage-health.ts'

/** The database of this page, the drafts in it, and how it fares. */
export interface OpenedStorage {
  readonly database: CaibaoDatabase
  readonly storage: DraftStorage
  readonly health: StorageHealthDesk
}

interface OpenOptions {
  readonly clock: Clock
  readonly name?: string
  /** How long the browser may take for an answer until the person is told. */
  readonly answerMs?: number
}

const letGoMessage = 'let go'
const patienceMs = 1500
const backoffMs = 300

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

/**
 * Writes a mark and reads it back in a second transaction; throws when it does not come back. A later one is that of
 * another tab.
 */
async function probe(database: CaibaoDatabase, clock: Clock): Promise<void> {
  await database.open()
  const mark = clock.now()
  await database.settings.put({ key: 'probe', value: mark })
  const found = await database.settings.get('probe')
  if (!(Number(found?.value) >= mark)) throw new Error('what was written did not come back')
}

/**
 * Whether the drafts can be kept here: tried twice, since a browser may just be waking up; what failed because the page
 * was put aside is no try.
 */
async function canKeep(database: CaibaoDatabase, clock: Clock): Promise<boolean> {
  let failures = 0
  while (failures < 2) {
    const departures = departuresSoFar()
    try {
      await probe(database, clock)
      return true
    } catch (thrown) {
      const { code } = storageErrorOf(thrown, 'write')
      // With a full disk the drafts can still be read; each save says for itself that it failed.
      if (code === 'STORAGE_NEWER_VERSION' || code === 'STORAGE_FULL') return true
      await whileAway()
      if (departuresSoFar() === departures) failures += 1
      if (failures < 2) await wait(backoffMs)
    }
  }
  return false
}

/** Opens the storage of this page: IndexedDB, or the memory of the page when the browser keeps nothing. */
export function openStorage({ clock, name = 'caibao', answerMs }: OpenOptions): OpenedStorage {
  const health = createStorageHealth(answerMs)
  const channel = new BroadcastChannel(`${name}-storage`)

  async function letGo(): Promise<void> {
    await health.letGo()
    health.report('outdated')
    database.close()
  }

  async function askOthers(): Promise<void> {
    channel.postMessage(letGoMessage)
    await wait(patienceMs)
    if (!database.isOpen() && health.trouble() === undefined) health.report('blocked')
  }

  const database = openCaibaoDatabase(name, {
    onVersionChange: (isErased) => {
      if (!isErased) return void letGo()
      health.report('erased')
      database.close()
    },
    onNewer: () => health.report('outdated'),
    onBlocked: () => void askOthers(),
    onWork: health.onWork,
  })
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data === letGoMessage && database.isOpen()) void letGo()
  })

  async function choose(): Promise<DraftStorage> {
    const isOpened = health.onWork()
    const isKept = await canKeep(database, clock)
    isOpened()
    if (isKept) {
      if (health.trouble() === 'blocked') health.report(undefined)
      return dexieDraftStorage(database, clock, health)
    }
    health.report('session-only')
    const { memoryDraftStorage } = await import('./memory-draft-storage.ts')
    const memory = memoryDraftStorage(clock)
    const unreadable = fail('STORAGE_UNAVAILABLE', { reason: 'IndexedDB' })
    return {
      ...memory,
      // A draft of an address opened again may well lie on the disk; it just cannot be read.
      async load(id) {
        const loaded = await memory.load(id)
        const isMissing = !loaded.ok && loaded.error.code === 'DRAFT_MISSING'
        return isMissing ? unreadable : loaded
      },
      // The same with what was handed in before.
      async listSubmissions() {
        const listed = await memory.listSubmissions()
        return listed.ok && listed.value.length === 0 ? unreadable : listed
      },
    }
  }

  return { database, storage: deferredDraftStorage(choose()), health }
}
