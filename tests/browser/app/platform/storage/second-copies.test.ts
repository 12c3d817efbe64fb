import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { addressOf } from '#app/platform/storage/kept-states.ts'
import { parseDraft } from '#app/platform/storage/parse-draft.ts'
import { forgetSecondCopies, keepSecondCopies, secondCopies } from '#app/platform/storage/second-copies.ts'
import frozen from '#tests/fixtures/storage/second-copies-1.json'
import { must } from '#tests/support/drafts.ts'
import { keptAddresses, secondCopyPatience, untilKept } from '#tests/support/second-copies.ts'

let database: CaibaoDatabase
let stop: () => void
beforeEach(async () => {
  await forgetSecondCopies()
  database = openCaibaoDatabase(`second-${crypto.randomUUID()}`)
})
afterEach(async () => {
  stop()
  await database.delete()
  await forgetSecondCopies()
})

const draft = (id: string, revision = 1) => ({ id, revision, savedAt: revision, record: { basic: { name: '𠮷' } } })
const textAt = async (address: string) => (await (await caches.match(address))?.text()) ?? ''
const untilLost = (ids: readonly string[]) =>
  vi.waitFor(async () => {
    const lost = await secondCopies(database).lost()
    expect(lost.map(({ id }) => id).sort()).toEqual(ids)
    return lost
  }, secondCopyPatience)

describe('second copies', () => {
  test('hold the last state of what stands in the database, one of each', async () => {
    await database.table('drafts').bulkAdd([draft('a'), draft('b')])
    stop = keepSecondCopies(database)
    await untilKept(2)
    await database.table('drafts').put(draft('a', 2))
    await database.table('drafts').add(draft('c'))
    await vi.waitFor(async () => {
      expect((await keptAddresses()).filter((address) => address.includes('/c/'))).toHaveLength(1)
      expect(await Promise.all((await keptAddresses()).map(textAt))).toContain(JSON.stringify(draft('a', 2)))
      expect(await keptAddresses()).toHaveLength(3)
    }, secondCopyPatience)
    expect(await secondCopies(database).lost()).toEqual([])
    await database.drafts.clear()
    const lost = await untilLost(['a', 'b', 'c'])
    expect(lost.find(({ id }) => id === 'a')?.row).toEqual(draft('a', 2))
  })

  test('bring back what the database lost where it was', async () => {
    await database.table('drafts').bulkAdd([draft('a'), draft('b')])
    stop = keepSecondCopies(database)
    await untilKept(2)
    await database.drafts.clear()
    const lost = await untilLost(['a', 'b'])
    await secondCopies(database).bringBack(lost)
    expect(await database.drafts.toArray()).toEqual([draft('a'), draft('b')])
    expect(await secondCopies(database).lost()).toEqual([])
    await database.table('drafts').put(draft('a', 2))
    await vi.waitFor(async () => {
      expect(await Promise.all((await keptAddresses()).map(textAt))).toContain(JSON.stringify(draft('a', 2)))
      expect(await keptAddresses()).toHaveLength(2)
    }, secondCopyPatience)
    expect(await secondCopies(database).lost()).toEqual([])
  })

  test('of a record that is locked are sealed, and nothing of it stays in the open', async () => {
    await database.table('drafts').add(draft('a'))
    stop = keepSecondCopies(database)
    await untilKept(1)
    await database.transaction('rw', database.drafts, database.locks, async () => {
      await database.drafts.clear()
      await database.table('locks').add({ id: 'a', savedAt: 3, draft: { iv: 'x', sealed: 'y' } })
    })
    await vi.waitFor(
      async () => expect(await keptAddresses()).toEqual([expect.stringContaining('/locks/a/')]),
      secondCopyPatience,
    )
    await database.locks.clear()
    expect(await untilLost(['a'])).toMatchObject([{ kind: 'locks', row: { draft: { sealed: 'y' } } }])
  })

  test('are forgotten by name, and all of them', async () => {
    await database.table('drafts').bulkAdd([draft('a/b'), draft('c'), draft('d')])
    stop = keepSecondCopies(database)
    await untilKept(3)
    await database.drafts.clear()
    await forgetSecondCopies(['a/b'])
    await untilLost(['c', 'd'])
    await forgetSecondCopies()
    expect(await keptAddresses()).toEqual([])
  })

  test('that cannot be written leave those that were', async () => {
    await database.table('drafts').add(draft('a'))
    stop = keepSecondCopies(database)
    await untilKept(1)
    const put = vi.spyOn(Cache.prototype, 'put').mockRejectedValue(new DOMException('', 'QuotaExceededError'))
    await database.table('drafts').put(draft('a', 2))
    await vi.waitFor(() => expect(put).toHaveBeenCalled(), secondCopyPatience)
    put.mockRestore()
    await database.drafts.clear()
    expect(await untilLost(['a'])).toMatchObject([{ row: { revision: 1 } }])
  })

  test('of one record that finds no room hold up no other, and a lock closes what is readable all the same', async () => {
    await database.table('drafts').bulkAdd([draft('a'), draft('b')])
    stop = keepSecondCopies(database)
    await untilKept(2)
    const noRoom = (): Promise<void> => Promise.reject(new DOMException('', 'QuotaExceededError'))
    const put = vi.spyOn(Cache.prototype, 'put').mockImplementationOnce(noRoom)
    await database.table('drafts').bulkPut([draft('a', 2), draft('b', 2)])
    await vi.waitFor(() => expect(put).toHaveBeenCalledTimes(2), secondCopyPatience)
    await untilKept(2)
    put.mockImplementation(noRoom)
    await database.transaction('rw', database.drafts, database.locks, async () => {
      await database.drafts.clear()
      await database.table('locks').add({ id: 'a', savedAt: 3, draft: 'sealed' })
    })
    await untilKept(1)
    put.mockRestore()
    expect(await untilLost(['b'])).toMatchObject([{ row: { revision: 2 } }])
  })

  test('of two states of one record give back the newer, also where the clock was set back between', async () => {
    stop = () => undefined
    const cache = await caches.open('caibao-second-copies')
    const newer = { ...draft('a', 2), savedAt: 1 }
    const older = { ...draft('a', 1), savedAt: 9 }
    for (const row of [newer, older]) await cache.put(await addressOf('drafts', row), Response.json(row))
    expect(await secondCopies(database).lost()).toMatchObject([{ row: newer }])
    expect(await keptAddresses()).toHaveLength(1)
  })

  test('as they were laid down before are known again, and what they alone have is brought back as it was', async () => {
    stop = () => undefined
    const cache = await caches.open('caibao-second-copies')
    for (const { path, row } of frozen.entries) await cache.put(path, new Response(row ? JSON.stringify(row) : ''))
    const [standing, lost, , locked] = frozen.entries.map(({ row }) => row)
    await database.table('drafts').add(standing)
    const offered = await secondCopies(database).lost()
    expect(offered).toMatchObject([
      { kind: 'drafts', row: lost, isBeside: true },
      { kind: 'locks', row: locked, isBeside: false },
    ])
    must(await secondCopies(database).bringBack(offered))
    expect(await database.locks.toArray()).toEqual([locked])
    const drafts = (await database.drafts.toArray()).map((row) => must(parseDraft(row)))
    expect(new Set(drafts.map(({ record }) => record.basic['name']))).toEqual(new Set(['韦晓莉', '韦晓𬱖']))
    stop = keepSecondCopies(database)
    // What stands is kept already, where it was.
    await untilKept(3)
    expect(await keptAddresses()).toEqual(expect.arrayContaining([frozen.entries[0]?.path, frozen.entries[3]?.path]))
  })

  test('of what was removed are offered to nobody, and taken away', async () => {
    await database.table('drafts').bulkAdd([draft('a'), { ...draft('b'), deletedAt: 5 }])
    await database.table('locks').add({ id: 'c', savedAt: 3, removedAt: 5, draft: 'sealed' })
    stop = keepSecondCopies(database)
    await untilKept(3)
    await Promise.all([database.drafts.clear(), database.locks.clear()])
    const lost = await untilLost(['a'])
    await untilKept(1)
    await secondCopies(database).forget(lost)
    expect(await keptAddresses()).toEqual([])
  })
})
