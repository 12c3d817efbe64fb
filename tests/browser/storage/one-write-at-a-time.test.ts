import { Dexie } from 'dexie'
import { afterEach, expect, test, vi } from 'vitest'
import { openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { openUnitDatabase } from '#app/platform/storage/unit-database.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const databases = [
  { of: 'the drafts', open: openCaibaoDatabase, common: 'copies' },
  { of: 'a unit', open: openUnitDatabase, common: 'tasks' },
] as const

test.each(databases)('all writes of $of take one store, and no reading does', async ({ open, common }) => {
  const name = `one-write-${crypto.randomUUID()}`
  // Dexie takes the method along when it opens the database.
  const begin = vi.spyOn(IDBDatabase.prototype, 'transaction')
  const database = await open(name).open()
  begin.mockClear()
  for (const table of database.tables) {
    await table.clear()
    if (table.name !== common) await table.count()
  }
  database.close()
  await Dexie.delete(name)
  const scopes = begin.mock.calls.map(([stores, mode]) => ({ mode, takes: [stores].flat().includes(common) }))
  expect(scopes.filter(({ mode }) => mode === 'readwrite')).toHaveLength(database.tables.length)
  for (const { mode, takes } of scopes) expect(takes).toBe(mode === 'readwrite')
})
