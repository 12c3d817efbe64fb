import { describe, expect, test } from 'vitest'
import type { ReviewStep } from '#core/review/review-event.ts'
import { deriveUnitSecret } from '#core/sync/unit-secret.ts'
import { kindOfStep } from '#core/sync/pushed-step.ts'
import type { PushedEvent } from '#core/sync/replication.ts'
import { sealStep } from '#core/sync/sealed-step.ts'
import { toldToServer } from '#core/sync/standing-signers.ts'
import { addMembers, beginPack } from '#server/store/packs.ts'
import { isRecordOfCase } from '#server/store/people.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import type { Store } from '#server/store/store.ts'
import { takeOverPack } from '#server/store/take-over-pack.ts'
import { nobodyElse } from '#tests/support/packs.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aDatabaseForEach, anArrival, aReviewingUnit } from '#tests/support/server-scene.ts'
import { testNow } from '#tests/support/services.ts'
import { bothEngines } from '#tests/support/stores.ts'
import { anOpeningKey } from '#tests/support/units.ts'

const deviceOf = (person: string): string => `device-of-${person}`.padEnd(43, '0')
const digestOf = (letter: string): string => letter.repeat(64)

/** Two people under one ID number: whoever mistyped theirs, and whose it is. */
const mistyped = { recordId: 'mistyped', name: '马小云', gender: '1' }
const owner = { recordId: 'owner', name: '罗文娟', gender: '2' }

const comes = (letter: string, whose: typeof owner, revision: number): ReviewStep => ({
  ...arrivalOf(letter, revision),
  signer: deviceOf(whose.recordId),
  whose,
})
const chosen = (letter: string): ReviewStep => ({ kind: 'chosen', digest: digestOf(letter), reason: '与本人核对' })
const passed = (letter: string): ReviewStep => ({ kind: 'passed', digest: digestOf(letter) })
const reopened = { kind: 'reopened', reason: '错了' } as const
const bothCame = [comes('a', mistyped, 3), comes('b', owner, 1)]
/** Between the two, and then among the files of one of them. */
const twoChoices = [...bothCame, comes('c', owner, 2), chosen('b'), chosen('c'), passed('c')]

async function standing(store: Store) {
  const people = await store.reader.selectFrom('person').select(['record_id', 'state']).orderBy('record_id').execute()
  const counts = await store.reader.selectFrom('people_count').select(['state', 'people']).execute()
  const told = await store.reader.selectFrom('submission').select(['digest', 'state']).orderBy('digest').execute()
  return {
    people: people.map(({ record_id, state }) => `${isRecordOfCase(record_id) ? 'by hand' : record_id} ${state}`),
    told: told.map(({ digest, state }) => `${digest.slice(0, 1)} ${state}`),
    counts: Object.fromEntries(counts.filter((each) => each.people > 0).map((each) => [each.state, each.people])),
  }
}

/** Whose steps are pushed. */
type Unit = Awaited<ReturnType<typeof aReviewingUnit>>

const ways = ['step by step', 'at once'] as const
const waysOfChoosing = ['step by step', 'at once after the arrivals'] as const
type Way = (typeof ways | typeof waysOfChoosing)[number]

function inPushes(events: readonly PushedEvent[], way: Way): readonly (readonly PushedEvent[])[] {
  if (way === 'step by step') return events.map((event) => [event])
  if (way === 'at once') return [events]
  const after = events.findIndex(({ step }) => kindOfStep(step) !== 'received')
  return [events.slice(0, after), events.slice(after)]
}

describe.for(bothEngines())('two people under one ID number on $name', (engine) => {
  const database = aDatabaseForEach(engine)

  /** The person of an arrival was reported by another unit, in a pack. */
  async function takesPack(
    store: Store,
    unit: Unit,
    { digest, revision, whose }: Extract<ReviewStep, { kind: 'received' }>,
  ): Promise<void> {
    const { orgId, otherUnitId, accountId } = unit
    const begun = { orgId, fromOrgId: otherUnitId, digest: digestOf('e'), sizeBytes: 1, accountId, now: testNow }
    const { id: packId } = await store.write((writer) => beginPack(writer, begun))
    const member = { line: 0, digest, firstDigest: digest, recordId: whose?.recordId ?? '', revision }
    await store.write((writer) => addMembers(writer, packId, [member]))
    const of = { packId, unitOrgId: otherUnitId, manifestDigest: digestOf('f'), madeAt: testNow, people: 1 }
    await takeOverPack(store, { ...of, withdrawn: [], now: testNow, ...nobodyElse })
  }

  /** Everything else has come over the network, sealed, and is reviewed in pushes of that way. */
  async function reviewed(
    trail: readonly ReviewStep[],
    way: Way,
    { byHand = '', inPack = '' }: { readonly byHand?: string; readonly inPack?: string } = {},
  ) {
    const store = await database.open()
    const unit = await aReviewingUnit(store)
    for (const step of trail) {
      if (step.kind !== 'received') continue
      const { digest, revision, signer: device, whose } = step
      const letter = digest.slice(0, 1)
      if (inPack.includes(letter)) await takesPack(store, unit, step)
      if (byHand.includes(letter) || inPack.includes(letter)) continue
      const arrival = anArrival(unit, whose?.recordId ?? '', { digest, revision, device, isSealed: true })
      await store.write((writer) => storeArrivals(writer, [arrival]))
    }
    const secret = await deriveUnitSecret(await anOpeningKey())
    const events = aTrail(trail)
    const told = toldToServer(events)
    const sealed = await Promise.all(events.map((event, at) => sealStep(event, secret, told[at])))
    for (const push of inPushes(sealed, way)) {
      const results = await unit.push(push)
      expect(results.map(({ kind }) => kind)).toEqual(push.map(() => 'accepted'))
    }
    return standing(store)
  }

  test.for(ways)('the one that is chosen is passed, not the one that came first: %s', async (way) => {
    expect(await reviewed([...bothCame, chosen('b'), passed('b')], way)).toEqual({
      people: ['mistyped received', 'owner passed'],
      told: ['a received', 'b passed'],
      counts: { received: 1, passed: 1 },
    })
  })

  test.for(ways)('who had passed already is told otherwise: %s', async (way) => {
    const [first, second] = [comes('a', mistyped, 3), comes('b', owner, 1)]
    expect(await reviewed([first, passed('a'), second, chosen('b')], way)).toMatchObject({
      people: ['mistyped received', 'owner inReview'],
      told: ['a received', 'b inReview'],
      counts: { received: 1, inReview: 1 },
    })
  })

  test.for(ways)('the one that came first and is chosen stays: %s', async (way) => {
    expect(await reviewed([...bothCame, chosen('a'), passed('a')], way)).toMatchObject({
      people: ['mistyped passed', 'owner received'],
      told: ['a passed', 'b received'],
    })
  })

  test.for(ways)('what who was chosen sends later counts, also below the count of the other: %s', async (way) => {
    const trail = [bothCame, [chosen('b'), passed('b'), comes('c', owner, 2), passed('c')]].flat()
    expect(await reviewed(trail, way)).toMatchObject({
      people: ['mistyped received', 'owner passed'],
      counts: { received: 1, passed: 1 },
    })
  })

  test.for(ways)('the one that is chosen came by hand, and is counted by the case alone: %s', async (way) => {
    expect(await reviewed([...bothCame, chosen('b'), passed('b')], way, { byHand: 'b' })).toEqual({
      people: ['by hand passed', 'mistyped received'],
      told: ['a received'],
      counts: { received: 1, passed: 1 },
    })
  })

  test.for(ways)('who had passed already is told otherwise, whoever came by hand: %s', async (way) => {
    const [first, second] = [comes('a', mistyped, 3), comes('b', owner, 1)]
    expect(await reviewed([first, passed('a'), second, chosen('b')], way, { byHand: 'b' })).toEqual({
      people: ['by hand inReview', 'mistyped received'],
      told: ['a received'],
      counts: { received: 1, inReview: 1 },
    })
  })

  test.for(ways)('the one over the network is chosen again after the one by hand: %s', async (way) => {
    const trail = [...bothCame, chosen('b'), passed('b'), reopened]
    expect(await reviewed([...trail, chosen('a'), passed('a')], way, { byHand: 'b' })).toEqual({
      people: ['mistyped passed'],
      told: ['a passed'],
      counts: { passed: 1 },
    })
  })

  test.for(waysOfChoosing)('who was chosen stays it when another of their files is chosen after: %s', async (way) => {
    expect(await reviewed(twoChoices, way, { byHand: 'c' })).toEqual({
      people: ['mistyped received', 'owner passed'],
      told: ['a received', 'b passed'],
      counts: { received: 1, passed: 1 },
    })
  })

  test.for(waysOfChoosing)('who was chosen stays it when another that came by hand is, too: %s', async (way) => {
    expect(await reviewed(twoChoices, way, { byHand: 'bc' })).toEqual({
      people: ['by hand passed', 'mistyped received'],
      told: ['a received'],
      counts: { received: 1, passed: 1 },
    })
  })

  test.for(waysOfChoosing)(
    'the one that is chosen came in a pack, and is counted in the unit that reported: %s',
    async (way) => {
      expect(await reviewed([...bothCame, chosen('b'), passed('b')], way, { inPack: 'b' })).toEqual({
        people: ['mistyped received', 'owner reported'],
        told: ['a received'],
        counts: { received: 1, reported: 1 },
      })
    },
  )

  test.for(waysOfChoosing)('the one over the network is chosen again after the one in a pack: %s', async (way) => {
    const trail = [...bothCame, chosen('b'), passed('b'), reopened, chosen('a'), passed('a')]
    expect(await reviewed(trail, way, { inPack: 'b' })).toEqual({
      people: ['mistyped passed', 'owner reported'],
      told: ['a passed'],
      counts: { passed: 1, reported: 1 },
    })
  })

  test('an earlier file of the same person, of another device and by hand, moves the same person', async () => {
    const earlier = comes('a', { ...owner, recordId: 'before' }, 1)
    expect(
      await reviewed([earlier, comes('b', owner, 2), chosen('a'), passed('a')], 'step by step', { byHand: 'a' }),
    ).toMatchObject({
      people: ['owner passed'],
      counts: { passed: 1 },
    })
  })
})
