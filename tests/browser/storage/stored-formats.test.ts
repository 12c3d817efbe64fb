import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import { dexieRecentCodes } from '#app/platform/storage/recent-codes.ts'
import database1 from '#tests/fixtures/storage/database-1.json'
import database2 from '#tests/fixtures/storage/database-2.json'
import { aDraftChange, must, tickingClock } from '#tests/support/drafts.ts'

interface StoreDump {
  readonly keyPath: string | readonly string[]
  readonly indexes: readonly string[]
  readonly autoIncrement?: boolean
  readonly rows: readonly object[]
}

/** Lays a dump down as the browser of its day had it. */
function layDown(name: string, version: number, stores: Readonly<Record<string, StoreDump>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version * 10)
    request.addEventListener('error', () => reject(request.error ?? new Error('not laid down')))
    request.addEventListener('upgradeneeded', () => {
      for (const [store, { keyPath, indexes, autoIncrement = false, rows }] of Object.entries(stores)) {
        const path = typeof keyPath === 'string' ? keyPath : [...keyPath]
        const made = request.result.createObjectStore(store, { keyPath: path, autoIncrement })
        for (const index of indexes) made.createIndex(index, index)
        for (const row of rows) made.add(row)
      }
    })
    request.addEventListener('success', () => {
      request.result.close()
      resolve()
    })
  })
}

describe.each([database1, database2])('a database of version $version', ({ version, stores }) => {
  let name = ''
  beforeEach(async () => {
    name = `test-${crypto.randomUUID()}`
    await layDown(name, version, stores)
  })
  afterEach(async () => {
    await Dexie.delete(name)
  })

  test('opens with everything in it, and drafts of it can be saved', async () => {
    const database = openCaibaoDatabase(name)
    const storage = dexieDraftStorage(database, tickingClock())
    const entries = must(await storage.list())
    const rows = new Map<string, object>(stores.drafts.rows.map((row) => [row.id, row]))
    expect(entries.map((entry) => entry.kind)).toEqual(['draft', 'draft', 'draft', 'draft', 'unreadable'])
    for (const entry of entries) {
      if (entry.kind === 'locked') throw new Error('nothing was locked in these formats')
      const read: unknown = entry.kind === 'draft' ? entry.draft : JSON.parse(entry.raw)
      expect(read).toMatchObject(rows.get(entry.kind === 'draft' ? entry.draft.id : entry.id) ?? {})
    }
    expect(must(await storage.listSubmissions())).toEqual(stores.submissions.rows)
    expect((await dexieRecentCodes(database).all()).get('divisions')).toEqual(['450981', '450100'])
    expect(await database.settings.get('persistence')).toEqual({ key: 'persistence', value: 'granted' })

    const [first] = entries
    if (first?.kind !== 'draft') throw new Error('no draft')
    const { draft } = first
    expect(must(await storage.save(draft.id, draft.revision, aDraftChange(draft, '新'))).revision).toBe(18)
    expect((await database.drafts.toArray()).map(({ id }) => id).sort()).toEqual([...rows.keys()].sort())
    database.close()
  })
})
