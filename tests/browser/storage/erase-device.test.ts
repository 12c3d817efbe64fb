import { Dexie } from 'dexie'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { eraseDevice } from '#app/platform/storage/erase-device.ts'
import { currentGeneration, type Generation } from '#app/platform/storage/generations.ts'
import { noteUnitKept, unitKeptBefore } from '#app/platform/unit/unit-mark.ts'
import { aNewDraft, must } from '#tests/support/drafts.ts'

async function fill(name: string): Promise<void> {
  const database = openCaibaoDatabase(name)
  await database.drafts.put({ ...aNewDraft('韦晓莉') })
  database.close()
}

/** The databases of this test, by what stands behind its own name. */
async function standing(name: string): Promise<readonly string[]> {
  const names = await Dexie.getDatabaseNames()
  return names
    .filter((found) => found.startsWith(name))
    .map((found) => found.slice(name.length))
    .sort()
}

const generation = (name: string): Generation => ({
  name,
  open: () => openCaibaoDatabase(name),
  moveRow: (_store, row) => row,
})

test('a computer that is handed back keeps no generation of the database, nor a half-made copy', async () => {
  const name = `test-${crypto.randomUUID()}`
  await fill(name)
  const generations = [generation(name), generation(`${name}-2`)] as const
  const current = await currentGeneration({ generations, now: () => 1, pointerName: `${name}-generation` })
  expect(current).toBe(`${name}-2`)
  await fill(`${name}-3`)
  // What a unit keeps here, and what only begins the same.
  await fill(`${name}-unit`)
  await fill(`${name}-2-unit`)
  expect(await standing(name)).toEqual(['', '-2', '-2-unit', '-3', '-generation', '-unit'])

  const database = openCaibaoDatabase(current)
  await database.open()
  noteUnitKept({ name: '北流市第一中学', at: 1 })
  must(await eraseDevice(database, name))
  expect(await standing(name)).toEqual(['-2-unit', '-unit'])
  expect(unitKeptBefore()).toMatchObject({ at: 1 })
  localStorage.removeItem('caibao-unit.kept')
  for (const other of ['-2-unit', '-unit']) await Dexie.delete(`${name}${other}`)
})

test('where there was one generation only, it is erased, and nothing else is made or touched', async () => {
  const name = `test-${crypto.randomUUID()}`
  await fill(name)
  const database = openCaibaoDatabase(name)
  await database.open()
  must(await eraseDevice(database, name))
  expect(await standing(name)).toEqual([])
})

test('cut short, what counts still stands and is still named: the person sees it, and erases again', async () => {
  const name = `test-${crypto.randomUUID()}`
  await fill(name)
  const generations = [generation(name), generation(`${name}-2`)] as const
  const current = await currentGeneration({ generations, now: () => 1, pointerName: `${name}-generation` })
  const database = openCaibaoDatabase(current)
  await database.open()
  const deleting = vi.spyOn(Dexie, 'delete').mockRejectedValueOnce(new Error('the browser ended'))
  onTestFinished(() => deleting.mockRestore())
  expect(await eraseDevice(database, name)).toMatchObject({ ok: false })
  expect(await standing(name)).toEqual(['', '-2', '-generation'])
  expect(await database.drafts.count()).toBe(1)

  must(await eraseDevice(database, name))
  expect(await standing(name)).toEqual([])
})
