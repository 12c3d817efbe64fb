import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openLockedDrafts } from '#app/platform/lock/locked-drafts.ts'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { type Draft, draftFrom } from '#app/platform/storage/draft-storage.ts'
import { forgetSecondCopies, keepSecondCopies, secondCopies } from '#app/platform/storage/second-copies.ts'
import { must, tickingClock } from '#tests/support/drafts.ts'
import { aPerson } from '#tests/support/people.ts'
import { keptAddresses, secondCopyPatience, untilKept } from '#tests/support/second-copies.ts'

const passphrase = '三月桃花水满江'
let database: CaibaoDatabase
let stop: (() => void) | undefined
beforeEach(async () => {
  await forgetSecondCopies()
  database = openCaibaoDatabase(`lost-${crypto.randomUUID()}`)
})
afterEach(async () => {
  stop?.()
  await database.delete()
  await forgetSecondCopies()
})

/** As a new page does. */
function keepAnew(): void {
  stop?.()
  stop = keepSecondCopies(database)
}

function aDraft(revision: number, name = `第${revision}次`): Draft {
  const record = aPerson({ basic: { name } })
  return { ...draftFrom({ id: record.id, record, handedIn: handedIn(revision) }, 1000 + revision), revision }
}
const handedIn = (draftRevision: number) => ({ revision: 1, digest: 'a'.repeat(64), draftRevision })
const { id } = aPerson()
const put = (row: object) => database.table('drafts').put({ ...row })
const lost = () => secondCopies(database).lost()

const textAt = async (address: string): Promise<string> => (await (await caches.match(address))?.text()) ?? ''
/** The revisions of what is kept. */
const kept = async (): Promise<readonly number[]> => {
  const rows = await Promise.all((await keptAddresses()).map(textAt))
  return rows.map((text) => Number(JSON.parse(text)['revision'])).sort((a, b) => a - b)
}
function untilKeptAre(revisions: readonly number[]): Promise<void> {
  keepAnew()
  return vi.waitFor(async () => expect(await kept()).toEqual(revisions), secondCopyPatience)
}

/** A draft of which this revision was kept, and which the database has lost; a page looked. */
async function lostAt(revision: number): Promise<void> {
  await put(aDraft(revision))
  const before = (await keptAddresses()).length
  keepAnew()
  await untilKept(before + 1)
  await database.drafts.clear()
  expect(await lost()).toContainEqual(expect.objectContaining({ id, isBeside: false, row: aDraft(revision) }))
}

describe('a state that the database has lost', () => {
  test('stays beside an older one that was put in its place, however far that is typed on, and is told of', async () => {
    await lostAt(20)
    await put(aDraft(10))
    await untilKeptAre([10, 20])
    for (const revision of [11, 25]) {
      await put(aDraft(revision))
      await untilKeptAre([20, revision].sort((a, b) => a - b))
    }
    expect(await lost()).toMatchObject([{ id, isBeside: true, row: { revision: 20 } }])
  })

  test('is brought back beside it as a record of its own, once, and then is lost no more', async () => {
    await lostAt(20)
    await put(aDraft(10))
    const found = await lost()
    must(await secondCopies(database).bringBack(found))
    must(await secondCopies(database).bringBack(found))
    const rows = await database.table('drafts').toArray()
    const own = rows.find((row) => row['id'] !== id)
    expect(rows).toHaveLength(2)
    expect(rows).toContainEqual(aDraft(10))
    expect(own).toEqual({ ...aDraft(20), id: own.id, record: { ...aDraft(20).record, id: own.id }, handedIn: null })
    expect(await lost()).toEqual([])
    await untilKeptAre([10, 20])
  })

  test('is given up alone: what stands in its place is kept as before', async () => {
    await lostAt(20)
    await put(aDraft(10))
    await untilKeptAre([10, 20])
    await secondCopies(database).forget(await lost())
    expect(await kept()).toEqual([10])
    expect(await lost()).toEqual([])
  })

  test('is known where the database came back from before', async () => {
    await put(aDraft(20))
    keepAnew()
    await untilKept(1)
    await put(aDraft(19))
    await untilKeptAre([19, 20])
    expect(await lost()).toMatchObject([{ isBeside: true, row: { revision: 20 } }])
  })

  test('is none where what stands says the same, or was taken on from it, by whatever clock', async () => {
    await lostAt(20)
    await put({ ...aDraft(1), record: aDraft(20).record, savedAt: 1 })
    expect(await lost()).toEqual([])
    await untilKeptAre([1])
    await put({ ...aDraft(2), savedAt: 0 })
    await untilKeptAre([2])
    expect(await lost()).toEqual([])
  })

  test('is brought back for what comes in of the same record, and of no other', async () => {
    await put(aDraft(20))
    await put({ ...aDraft(3), id: 'another' })
    keepAnew()
    await untilKept(2)
    await database.drafts.clear()
    must(await secondCopies(database).bringBackOf([id], 'locks'))
    expect(await database.drafts.count()).toBe(0)
    must(await secondCopies(database).bringBackOf([id]))
    expect(await database.table('drafts').toArray()).toEqual([aDraft(20)])
    expect(await lost()).toMatchObject([{ id: 'another' }])
    await put(aDraft(10))
    await untilKeptAre([3, 10, 20])
    must(await secondCopies(database).bringBackOf([id]))
    expect(await database.drafts.count()).toBe(1)
  })

  test('that cannot be read stands as it is, under an id of its own', async () => {
    await put({ id, unreadable: { revision: 3 } })
    keepAnew()
    await untilKept(1)
    await database.drafts.clear()
    await lost()
    await put(aDraft(10))
    must(await secondCopies(database).bringBack(await lost()))
    expect(await database.table('drafts').toArray()).toContainEqual({
      id: expect.not.stringContaining(id),
      unreadable: { id, unreadable: { revision: 3 } },
    })
  })

  test('goes behind the lock of the record it is of, and nothing readable of either stays', async () => {
    await lostAt(20)
    await put(aDraft(10))
    await untilKeptAre([10, 20])
    const locks = openLockedDrafts(database, tickingClock())
    must(await locks.lock(id, passphrase))
    expect(await Promise.all((await keptAddresses()).map(textAt))).not.toContainEqual(expect.stringContaining('次'))
    expect(await database.drafts.count()).toBe(0)
    const ids = (await database.locks.toCollection().primaryKeys()).sort()
    expect(ids).toHaveLength(2)
    for (const each of ids) must(await locks.unlock(each, passphrase))
    const opened = await Promise.all(ids.map(async (each) => must(await locks.load(each)).record.basic['name']))
    expect(new Set(opened)).toEqual(new Set(['第10次', '第20次']))
  })

  test('does not stay readable beside a lock that came in by itself', async () => {
    await lostAt(20)
    await database.table('locks').add({ id, savedAt: 3, draft: { iv: 'x', sealed: 'y' } })
    expect(await lost()).toEqual([])
    expect(await keptAddresses()).toEqual([])
  })

  test('and is sealed waits until nothing else stands under its id: it opens under no other', async () => {
    await database.table('locks').add({ id, savedAt: 3, draft: { iv: 'x', sealed: 'y' } })
    keepAnew()
    await untilKept(1)
    await database.locks.clear()
    expect(await lost()).toHaveLength(1)
    await put(aDraft(1))
    keepAnew()
    await untilKept(2)
    // Whoever hands the computer back is told of it, and of what stands before it.
    expect(await lost()).toMatchObject([{ kind: 'locks', isBeside: true, isWaiting: true }])
    must(await secondCopies(database).bringBackOf([id]))
    must(await secondCopies(database).bringBack(await lost()))
    expect(await lost()).toHaveLength(1)
    await database.drafts.clear()
    expect((await lost()).map(({ kind }) => kind).sort()).toEqual(['drafts', 'locks'])
    must(await secondCopies(database).bringBack(await lost()))
    expect([await database.drafts.count(), await database.locks.count()]).toEqual([1, 0])
    await database.drafts.clear()
    await secondCopies(database).forget((await lost()).filter(({ kind }) => kind === 'drafts'))
    must(await secondCopies(database).bringBack(await lost()))
    expect(await database.locks.count()).toBe(1)
  })

  test('and is sealed outlives a lock of what stands in the open, and is none once it stands there again', async () => {
    const sealed = { id, savedAt: 3, draft: { iv: 'x', sealed: 'y' } }
    await database.table('locks').add(sealed)
    keepAnew()
    await untilKept(1)
    await database.locks.clear()
    expect(await lost()).toHaveLength(1)
    await put(aDraft(1))
    keepAnew()
    await untilKept(2)
    const locks = openLockedDrafts(database, tickingClock())
    must(await locks.lock(id, passphrase))
    expect(await lost()).toMatchObject([{ kind: 'locks', isWaiting: true, row: sealed }])
    await database.table('locks').put(sealed)
    expect(await lost()).toEqual([])
  })

  test('and is sealed is known where the database came back from before it was locked', async () => {
    const sealed = { id, savedAt: 2000, draft: { iv: 'x', sealed: 'y' } }
    await database.table('locks').add(sealed)
    keepAnew()
    await untilKept(1)
    await database.locks.clear()
    await put(aDraft(1))
    keepAnew()
    await untilKept(2)
    expect(await lost()).toMatchObject([{ kind: 'locks', isWaiting: true, row: sealed }])
  })

  test('and is sealed is none where the lock was taken off since', async () => {
    await database.table('locks').add({ id, savedAt: 1001, draft: { iv: 'x', sealed: 'y' } })
    keepAnew()
    await untilKept(1)
    await database.locks.clear()
    await put(aDraft(1))
    await untilKeptAre([1])
    expect(await lost()).toEqual([])
  })

  test('stands in its place again where it was saved last of several, whichever was found first', async () => {
    await lostAt(20)
    await lostAt(10)
    const both = (await lost()).toSorted((one, other) => Number(one.row['revision']) - Number(other.row['revision']))
    expect(both).toHaveLength(2)
    must(await secondCopies(database).bringBack(both))
    expect(await database.table('drafts').get(id)).toEqual(aDraft(20))
    expect(await database.drafts.count()).toBe(2)
  })
})
