import { Dexie } from 'dexie'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StoreErased } from '#app/platform/storage/attempt-kept.ts'
import { sealedKeptStorage } from '#app/platform/storage/kept-storage.ts'
import { birthOfUnit } from '#app/platform/storage/unit-birth.ts'
import { openUnitDatabase, type UnitDatabase } from '#app/platform/storage/unit-database.ts'
import { dexieUnitStorage } from '#app/platform/storage/unit-storage.ts'
import { watchBirthMark } from '#app/platform/storage/watch-for-erasure.ts'
import { openUnitDesk } from '#app/platform/unit/open-unit-desk.ts'
import { makeVault } from '#app/platform/unit/vault.ts'
import { makeUnitTroubles } from '#app/platform/unit/unit-troubles.ts'

let database: UnitDatabase
let told: string[]
beforeEach(() => {
  told = []
  database = openUnitDatabase(`unit-erased-${crypto.randomUUID()}`, () => told.push('outdated'))
})
afterEach(() => Dexie.delete(database.name))

/** Looks out as the desk of the unit does. */
async function lookOut(store = database): Promise<void> {
  const { trouble, report, listen } = makeUnitTroubles()
  listen((next) => told.push(next))
  await watchBirthMark(store, birthOfUnit(store), { trouble, report, failure: () => new StoreErased() })
}
const aRow = () => ({ id: 'unit', keyFile: 'first' })
const aTask = () => ({ id: crypto.randomUUID(), text: '任务', issuedAt: 1 })
const erased = { ok: false, error: { code: 'UNIT_STORE_ERASED' } }

/** What the browser does that clears the data of a site: it lets go of what is open, and tells no page. */
async function clearSilently(): Promise<void> {
  database.close({ disableAutoOpen: false })
  await Dexie.delete(database.name)
}

/** What lies in the database by now, past the page. */
async function lying(): Promise<number> {
  const other = openUnitDatabase(database.name)
  const counts = await Promise.all(other.tables.map((table) => table.count()))
  other.close()
  return counts.reduce((sum, count) => sum + count, 0)
}

test('of a store that was erased under the page it is told, and nothing goes into the one in its place', async () => {
  await database.unit.add(aRow())
  await lookOut()
  const vault = await makeVault()
  const [units, kept] = [dexieUnitStorage(database), sealedKeptStorage(database, vault, () => undefined)]
  expect(await units.addTask(aTask())).toEqual({ ok: true, value: undefined })
  await clearSilently()
  expect(await units.addTask(aTask())).toMatchObject(erased)
  expect(told).toEqual(['erased'])
  const tries = [
    units.addTask(aTask()),
    units.users(),
    units.addLock(await vault.lockFor('黄采集', '黄采集的口令'), await vault.lockFor('黄采集', '黄采集的口令')),
    kept.put('storeBackup', 'last', {}),
  ]
  for (const tried of await Promise.all(tries)) expect(tried).toMatchObject(erased)
  expect([await lying(), told]).toEqual([0, ['erased']])
})

test('a unit that was set up anew in its place by another page is another', async () => {
  await database.unit.add(aRow())
  await lookOut()
  await clearSilently()
  const other = openUnitDatabase(database.name)
  await other.unit.add(aRow())
  other.close()
  expect(await dexieUnitStorage(database).addTask(aTask())).toMatchObject(erased)
  expect([await lying(), told]).toEqual([1, ['erased']])
})

test('erased by another page of the site, it is told at once', async () => {
  await database.unit.add(aRow())
  await lookOut()
  await Dexie.delete(database.name)
  expect(told).toEqual(['erased'])
  expect(await dexieUnitStorage(database).addTask(aTask())).toMatchObject(erased)
})

test('the store is the same when it is opened again, and two pages give it one mark', async () => {
  await database.unit.add(aRow())
  const other = openUnitDatabase(database.name)
  await Promise.all([lookOut(), lookOut(other)])
  database.close({ disableAutoOpen: false })
  expect(await dexieUnitStorage(database).addTask(aTask())).toEqual({ ok: true, value: undefined })
  const { born, ...row } = (await other.unit.get('unit')) ?? {}
  expect([row, typeof born, told]).toEqual([aRow(), 'string', []])
  other.close()
})

test('where no unit was set up there is nothing to lose', async () => {
  await lookOut()
  await clearSilently()
  expect(await dexieUnitStorage(database).addTask(aTask())).toEqual({ ok: true, value: undefined })
  expect(told).toEqual([])
})

/** A newer version of the app, which adds to what is there. */
const openNewer = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(database.name, 900)
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('not opened')))
  })

test('what a newer version of the app has taken over is told, and left to it', async () => {
  await database.unit.add(aRow())
  await lookOut()
  const newer = await openNewer()
  expect(told).toEqual(['outdated'])
  const isOutdated = { ok: false, error: { code: 'STORAGE_NEWER_VERSION' } }
  const units = dexieUnitStorage(database)
  for (const tried of [await units.addTask(aTask()), await units.get(), await units.addTask(aTask())])
    expect(tried).toMatchObject(isOutdated)
  // A page that is opened only now, a worker, or an older app that was put back.
  const heard: string[] = []
  const later = openUnitDatabase(database.name, () => heard.push('outdated'))
  expect(await dexieUnitStorage(later).addTask(aTask())).toMatchObject(isOutdated)
  expect(heard).toEqual(['outdated'])
  expect([newer.version, await lyingIn(newer, 'tasks')]).toEqual([900, 0])
  newer.close()
})

const lyingIn = (opened: IDBDatabase, store: string): Promise<number> =>
  new Promise((resolve) => {
    const counting = opened.transaction(store).objectStore(store).count()
    counting.addEventListener('success', () => resolve(counting.result))
  })

test('the desk begins to look out once there is a unit, and its totals are of that unit alone', async () => {
  const desk = openUnitDesk()
  desk.onTrouble((next) => told.push(next))
  await expect(desk.watchStore()).rejects.toThrow('nothing to tell it by')
  const store = openUnitDatabase()
  await store.unit.add(aRow())
  await desk.watchStore()
  await desk.watchStore()
  await Dexie.delete(store.name)
  expect(told).toEqual(['erased'])
  const scheme = { id: 'gx-zyjs', version: '2012.1', name: '采集方案', sheets: [] }
  const totals = desk.startTotals({ scheme, sealingKey: (await makeVault()).sealingKey })
  const block = { block: 'one', slots: Uint32Array.of(0), positions: Uint32Array.of(0) }
  expect(await totals.load([block], () => undefined)).toMatchObject(erased)
  totals.close()
  await Dexie.delete(store.name)
})
