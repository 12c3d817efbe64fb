import { Dexie } from 'dexie'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StoreErased } from '#app/platform/storage/attempt-kept.ts'
import { sealedKeptStorage } from '#app/platform/storage/kept-storage.ts'
import { birthOfUnit } from '#app/platform/storage/unit-birth.ts'
import { openUnitDatabase, type UnitDatabase } from '#app/platform/storage/unit-database.ts'
import { dexieUnitStorage } from '#app/platform/storage/unit-storage.ts'
import { watchBirthMark } from '#app/platform/storage/watch-for-erasure.ts'
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

test('what a newer version of the app has taken over is told, and left to it', async () => {
  await database.unit.add(aRow())
  await lookOut()
  const newer = new Dexie(database.name)
  newer.version(900).stores({ unit: 'id', tasks: 'id' })
  await newer.open()
  expect(told).toEqual(['outdated'])
  expect(await dexieUnitStorage(database).addTask(aTask())).toMatchObject({ ok: false })
  expect(await newer.table('tasks').count()).toBe(0)
  newer.close()
})
