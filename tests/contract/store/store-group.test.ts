import * as fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { createGroupStore } from '#server/intake/store-group.ts'
import { holdLog, verifyLog } from '#server/store/log.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import { storeArrivalsAtOnce } from '#server/store/store-at-once.ts'
import type { Store } from '#server/store/store.ts'
import type { StoredSubmission, Taken } from '#server/store/submissions.ts'
import { aDatabaseForEach, anArrival } from '#tests/support/server-scene.ts'
import { bothEngines } from '#tests/support/stores.ts'
import { anOpenTask, type OpenTask } from '#tests/support/sync.ts'

const anArrivalOf = (task: OpenTask, name: string, revision = 1) => anArrival(task, name, { revision })

const people = async (store: Store): Promise<number> => {
  const rows = await store.reader.selectFrom('people_count').select('people').execute()
  return rows.reduce((sum, each) => sum + each.people, 0)
}

// Mostly new people; now and then a revision, an older one that comes late, or the same file again.
const arrivalNamed = fc.oneof(
  { weight: 2, arbitrary: fc.tuple(fc.uuid(), fc.constant(1)) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('ann', 'ben', 'cid', 'dan'), fc.integer({ min: 1, max: 3 })) },
)
const groupsOfArrivals = fc.array(fc.array(arrivalNamed, { minLength: 1, maxLength: 6 }), { maxLength: 12 })

const filesOf = async (store: Pick<Store, 'reader'>): Promise<readonly string[]> => {
  const rows = await store.reader.selectFrom('original').select('file').orderBy('position').execute()
  return rows.map(({ file }) => Buffer.from(file).toString())
}

const lying = (taken: readonly Taken[]): readonly StoredSubmission[] => taken.filter((one) => one !== 'erased')
const placeTold = ({ digest, position, isKnown }: StoredSubmission) => ({ digest, position, isKnown })

/** Who stands where, how many, and what lies in which place. */
async function standingOf({ reader }: Store): Promise<unknown> {
  const columns = ['record_id', 'digest', 'revision', 'state'] as const
  return {
    people: await reader.selectFrom('person').select(columns).orderBy('record_id').execute(),
    counts: await reader.selectFrom('people_count').select(['state', 'people']).orderBy('state').execute(),
    places: await reader.selectFrom('submission').select('position').select(columns).orderBy('position').execute(),
    files: (await filesOf({ reader })).length,
  }
}

describe.for(bothEngines())('groups of uploads on $name', (engine) => {
  const { name, create } = engine
  const database = aDatabaseForEach(engine)

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
          const own = () => anArrivalOf(task, `own ${process} ${round}`)
          given.push(...lying(await storeGroup([own(), own(), anArrivalOf(task, `everybody's ${round}`)])))
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
    const newer = anArrivalOf(task, 'one person', 2)
    let atOnce: Promise<unknown> | undefined
    await theirs.write(async (writer) => {
      await holdLog(writer)
      atOnce = storeArrivalsAtOnce(ours.reader, [anArrivalOf(task, 'one person', 1)])
      // They look while nothing is committed, and then wait for the log.
      await expect.poll(() => waiting(theirs)).toBe(1)
      await storeArrivals(writer, [newer])
    })
    expect(await atOnce).toBeUndefined()
    expect(await filesOf(ours)).toEqual([newer.file.toString()])
    const stored = await createGroupStore(ours)([anArrivalOf(task, 'one person', 1), newer])
    expect(lying(stored).map(({ isKnown }) => isKnown)).toEqual([false, true])
    expect(await people(ours)).toBe(1)
    const person = await ours.reader.selectFrom('person').select('digest').executeTakeFirst()
    expect(person?.digest).toBe(newer.checked.digest)
    expect((await verifyLog(ours.reader)).fault).toBeUndefined()
  })

  test('stand afterwards as if each had been stored in a transaction of its own', async (context) => {
    context.skip(name === 'SQLite', 'there each is')
    const [embedded] = bothEngines()
    await fc.assert(
      fc.asyncProperty(groupsOfArrivals, async (groups) => {
        const [own, other] = [await create(), await (embedded ?? { create }).create()]
        try {
          const [ours, plain] = [await own.open(), await other.open()]
          const [task, plainTask] = [await anOpenTask(ours), await anOpenTask(plain)]
          const storeGroup = createGroupStore(ours)
          for (const group of groups) {
            const at = (of: OpenTask) => group.map(([person, revision]) => anArrivalOf(of, person, revision))
            const [given, asPlain] = [
              await storeGroup(at(task)),
              await plain.write((writer) => storeArrivals(writer, at(plainTask))),
            ]
            expect(lying(given).map(placeTold)).toEqual(lying(asPlain).map(placeTold))
          }
          expect(await standingOf(ours)).toEqual(await standingOf(plain))
          expect((await verifyLog(ours.reader)).fault).toBeUndefined()
        } finally {
          await own.remove()
          await other.remove()
        }
      }),
      { numRuns: 8 },
    )
  })

  test('count a newer revision once when the end of the log is remembered and the person is known', async (context) => {
    context.skip(name === 'SQLite', 'the embedded database has one writer')
    const store = await database.open()
    const task = await anOpenTask(store)
    const first = await storeArrivalsAtOnce(store.reader, [anArrivalOf(task, 'one person', 1)])
    const second = await storeArrivalsAtOnce(store.reader, [anArrivalOf(task, 'another', 1)], first?.end)
    const again = await storeArrivalsAtOnce(store.reader, [anArrivalOf(task, 'one person', 1)], second?.end)
    const newer = await storeArrivalsAtOnce(store.reader, [anArrivalOf(task, 'one person', 2)], again?.end)
    const facts = [first, second, again, newer].flatMap((each) => lying(each?.facts ?? []))
    expect(facts[2]).toEqual({ ...facts[0], isKnown: true })
    expect(facts.map(({ position }) => position)).toEqual([1, 2, 1, 3])
    expect(await people(store)).toBe(2)
    // What another process wrote meanwhile makes the remembered end worthless, not wrong.
    await store.write((writer) => storeArrivals(writer, [anArrivalOf(task, 'a third', 1)]))
    const after = await storeArrivalsAtOnce(store.reader, [anArrivalOf(task, 'a fourth', 1)], newer?.end)
    expect(lying(after?.facts ?? [])).toMatchObject([{ position: 5 }])
    expect((await verifyLog(store.reader)).fault).toBeUndefined()
  })

  /** How many transactions wait for a lock. */
  async function waiting(store: Store): Promise<number> {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(store.reader)
    return rows[0]?.waiting ?? 0
  }
})
