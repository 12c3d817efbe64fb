import { Dexie } from 'dexie'
import { expect, test } from 'vitest'
import { openUnitDatabase } from '#app/platform/storage/unit-database.ts'
import { isUnitDevice } from '#app/platform/unit/is-unit-device.ts'

test('who asks whether a unit works here makes no empty store of one', async () => {
  expect(await isUnitDevice()).toBe(false)
  const database = openUnitDatabase()
  expect(await Dexie.exists(database.name)).toBe(false)
  await database.unit.put({ id: 'unit' })
  database.close()
  expect(await isUnitDevice()).toBe(true)
  await Dexie.delete(database.name)
})
