import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import { currentGeneration, type Generation } from '#app/platform/storage/generations.ts'
import { indexedDbKeys } from '#app/platform/keys/device-keys.ts'
import database1 from '#tests/fixtures/storage/database-1.json'
import database2 from '#tests/fixtures/storage/database-2.json'
import { aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'
import { layDown } from '#tests/support/lay-down.ts'

const dayMs = 24 * 3_600_000
let prefix = ''
let now = 0
const nameOf = (generation: number): string => `${prefix}-${generation}`

/** Generations of one shape, each noting in its drafts that they came through it. */
function generations(count: 1 | 2 | 3): readonly [Generation, ...Generation[]] {
  const one = (number: number): Generation => ({
    name: nameOf(number),
    open: () => openCaibaoDatabase(nameOf(number)),
    moveRow: (store, row) => (store === 'drafts' ? { ...row, [`by${number}`]: true } : row),
  })
  return [one(1), ...[2, 3].slice(0, count - 1).map(one)]
}

const current = (count: 1 | 2 | 3): Promise<string> =>
  currentGeneration({ generations: generations(count), now: () => now, pointerName: `${prefix}-pointer` })

/** The rows of every store, read as whatever lies there. */
async function rowsIn(name: string): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const database = await new Dexie(name).open()
  const stores = database.tables.map(async (table) => [table.name, await table.toArray()] as const)
  const rows = Object.fromEntries(await Promise.all(stores))
  database.close()
  return rows
}

const draftsIn = async (name: string): Promise<readonly unknown[]> => (await rowsIn(name))['drafts'] ?? []

describe('generations of the database', () => {
  let stored: readonly unknown[] = []
  beforeEach(async () => {
    prefix = `test-${crypto.randomUUID()}`
    now = 1_000_000
    const database = openCaibaoDatabase(nameOf(1))
    const storage = dexieDraftStorage(database, tickingClock())
    for (const name of ['甲', '乙', '丙']) must(await storage.create(aNewDraft(name)))
    await database.drafts.put({ id: 'damaged', record: 7 })
    must(await indexedDbKeys(database).signingKey())
    stored = await database.drafts.toArray()
    database.close()
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    for (const name of [nameOf(1), nameOf(2), nameOf(3), `${prefix}-pointer`]) await Dexie.delete(name)
  })

  test('with one generation nothing moves', async () => {
    expect(await current(1)).toBe(nameOf(1))
    expect(await draftsIn(nameOf(1))).toEqual(stored)
  })

  test('everything moves, unreadable rows and keys too, and the old database stays as it was', async () => {
    expect(await current(2)).toBe(nameOf(2))
    expect(await draftsIn(nameOf(2))).toEqual(stored.map((row) => ({ ...Object(row), by2: true })))
    expect(await draftsIn(nameOf(1))).toEqual(stored)
    const moved = openCaibaoDatabase(nameOf(2))
    const key = must(await indexedDbKeys(moved).signingKey())
    expect(key.privateKey.extractable).toBe(false)
    await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.privateKey, new Uint8Array(1))
    moved.close()
  })

  test('an app of the generation before says that the data is newer and writes nothing', async () => {
    const old = openCaibaoDatabase(nameOf(1))
    await old.open()
    await current(2)
    expect(old.isOpen()).toBe(false)
    const again = openCaibaoDatabase(nameOf(1))
    await expect(again.open()).rejects.toThrow('newer version')
    again.close()
    await current(3)
    await expect(current(2)).rejects.toThrow('newer version')
  })

  test('two generations are passed one after the other, by two tabs at once only one time', async () => {
    expect(await Promise.all([current(3), current(3)])).toEqual([nameOf(3), nameOf(3)])
    expect(await draftsIn(nameOf(3))).toEqual(stored.map((row) => ({ ...Object(row), by2: true, by3: true })))
  })

  test.each([0, 1, 2, 3, 4])('interrupted after %i rows it starts over and nothing is lost', async (rows) => {
    let written = 0
    // eslint-disable-next-line typescript/unbound-method -- called with `this` below
    const { add } = IDBObjectStore.prototype
    const spy = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function addUntil(
      this: IDBObjectStore,
      ...given
    ) {
      if (this.transaction.db.name === nameOf(2) && (written += 1) > rows)
        throw new DOMException('killed', 'AbortError')
      return add.apply(this, given)
    })
    await expect(current(2)).rejects.toThrow('killed')
    spy.mockRestore()
    expect(await draftsIn(nameOf(1))).toEqual(stored)
    expect(await current(2)).toBe(nameOf(2))
    expect(await draftsIn(nameOf(2))).toHaveLength(stored.length)
  })

  test('a copy that is not what was copied never counts', async () => {
    const [first, second] = generations(2)
    if (!second) throw new Error('one generation only')
    let looked = 0
    const unsteady: Generation = { ...second, moveRow: (_store, row) => ({ ...row, looked: (looked += 1) }) }
    const moving = currentGeneration({
      generations: [first, unsteady],
      now: () => now,
      pointerName: `${prefix}-pointer`,
    })
    await expect(moving).rejects.toThrow('not what was copied')
    expect(await draftsIn(nameOf(1))).toEqual(stored)
  })

  test('the old database is kept for thirty days, then dropped', async () => {
    await current(2)
    now += 30 * dayMs
    await current(2)
    expect(await Dexie.exists(nameOf(1))).toBe(true)
    now += dayMs
    expect(await current(2)).toBe(nameOf(2))
    expect(await Dexie.exists(nameOf(1))).toBe(false)
    expect(await draftsIn(nameOf(2))).toHaveLength(stored.length)
  })
})

describe.each([database1, database2])('a database as version $version of the app left it', ({ version, stores }) => {
  beforeEach(async () => {
    prefix = `test-${crypto.randomUUID()}`
    await layDown(nameOf(1), version, stores)
  })
  afterEach(async () => {
    for (const name of [nameOf(1), nameOf(2), nameOf(3), `${prefix}-pointer`]) await Dexie.delete(name)
  })

  test('moves whole, two generations on, every row of every store; the old one is kept as it lay', async () => {
    const before = await rowsIn(nameOf(1))
    expect(Object.keys(before).sort()).toEqual(Object.keys(stores).sort())
    for (const [store, { rows }] of Object.entries(stores)) {
      expect(before[store], store).toHaveLength(rows.length)
      expect(before[store], store).toEqual(expect.arrayContaining([...rows]))
    }
    expect(await current(3)).toBe(nameOf(3))
    const passed = (row: unknown): object => ({ ...Object(row), by2: true, by3: true })
    const after = await rowsIn(nameOf(3))
    for (const [store, rows] of Object.entries(before))
      expect(after[store], store).toEqual(store === 'drafts' ? rows.map(passed) : rows)
    // What only a later version has is there and empty.
    const added = Object.keys(after).filter((store) => !(store in before))
    expect(added.flatMap((store) => after[store] ?? [])).toEqual([])
    expect(await rowsIn(nameOf(1))).toEqual(before)
  })
})
