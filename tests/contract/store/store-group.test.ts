import { sql } from 'kysely'
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createGroupStore } from '#server/intake/store-group.ts'
import { holdLog, verifyLog } from '#server/store/log.ts'
import { type Arrival, storeArrivals, storeArrivalsAtOnce } from '#server/store/store-arrivals.ts'
import type { Store } from '#server/store/store.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { anOpenTask, type OpenTask } from '#tests/support/sync.ts'

const hex = (text: string): string => createHash('sha256').update(text).digest('hex')

function anArrival({ orgId, taskId }: OpenTask, name: string, revision = 1): Arrival {
  const digest = hex(`${name} ${revision}`)
  const checked = { digest, device: digest.slice(0, 43), recordId: name, revision, previous: null, isSealed: false }
  return { checked: { ...checked, issues: null }, file: Buffer.from(`file of ${digest}`), orgId, taskId, at: revision }
}

const people = async (store: Store): Promise<number> => {
  const rows = await store.reader.selectFrom('people_count').select('people').execute()
  return rows.reduce((sum, each) => sum + each.people, 0)
}

const filesOf = async (store: Store): Promise<readonly string[]> => {
  const rows = await store.reader.selectFrom('original').select('file').orderBy('position').execute()
  return rows.map(({ file }) => Buffer.from(file).toString())
}

describe.for(bothEngines())('groups of uploads on $name', ({ name, isHere, create }) => {
  let database: TestDatabase
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  test('of several processes at once are each stored once, in one whole log, and counted', async () => {
    const stores = await Promise.all(Array.from({ length: 3 }, () => database.open()))
    const [first] = stores
    if (!first) throw new Error('no store')
    const task = await anOpenTask(first)
    const rounds = Array.from({ length: 12 }, (_, round) => round)
    const answers = await Promise.all(
      stores.map(async (store, process) => {
        const storeGroup = createGroupStore(store)
        const given = []
        // Every process brings one of the others' files, too, and one twice.
        for (const round of rounds) {
          const own = () => anArrival(task, `own ${process} ${round}`)
          given.push(...(await storeGroup([own(), own(), anArrival(task, `everybody's ${round}`)])))
        }
        return given
      }),
    )
    const placesByDigest = Map.groupBy(answers.flat(), ({ digest }) => digest)
    expect(placesByDigest.size).toBe(rounds.length * (stores.length + 1))
    for (const facts of placesByDigest.values()) {
      expect(new Set(facts.map(({ position, head }) => `${position} ${head}`)).size).toBe(1)
      expect(facts.filter(({ isKnown }) => !isKnown)).toHaveLength(1)
    }
    expect(await people(first)).toBe(placesByDigest.size)
    expect(new Set(await filesOf(first)).size).toBe(placesByDigest.size)
    expect((await verifyLog(first.reader)).fault).toBeUndefined()
  })

  test('write nothing at once when somebody held the log after their look, and are stored after it', async (context) => {
    context.skip(name === 'SQLite', 'the embedded database has one writer')
    const [ours, theirs] = [await database.open(), await database.open()]
    const task = await anOpenTask(ours)
    const newer = anArrival(task, 'one person', 2)
    let atOnce: Promise<unknown> | undefined
    await theirs.write(async (writer) => {
      await holdLog(writer)
      atOnce = storeArrivalsAtOnce(ours.reader, [anArrival(task, 'one person', 1)])
      // They look while nothing is committed, and then wait for the log.
      await expect.poll(() => waiting(theirs)).toBe(1)
      await storeArrivals(writer, [newer])
    })
    expect(await atOnce).toBeUndefined()
    expect(await filesOf(ours)).toEqual([newer.file.toString()])
    const stored = await createGroupStore(ours)([anArrival(task, 'one person', 1), newer])
    expect(stored.map(({ isKnown }) => isKnown)).toEqual([false, true])
    expect(await people(ours)).toBe(1)
    const person = await ours.reader.selectFrom('person').select('digest').executeTakeFirst()
    expect(person?.digest).toBe(newer.checked.digest)
    expect((await verifyLog(ours.reader)).fault).toBeUndefined()
  })

  /** How many transactions wait for a lock. */
  async function waiting(store: Store): Promise<number> {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(store.reader)
    return rows[0]?.waiting ?? 0
  }
})
