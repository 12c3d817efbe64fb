import { describe, expect, test } from 'vitest'
import type { ReviewStep } from '#core/review/review-event.ts'
import { deriveUnitSecret } from '#core/sync/unit-secret.ts'
import { sealStep } from '#core/sync/sealed-step.ts'
import { toldToServer } from '#core/sync/standing-signers.ts'
import { isRecordOfCase } from '#server/store/people.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import type { Store } from '#server/store/store.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aDatabaseForEach, anArrival, aReviewingUnit } from '#tests/support/server-scene.ts'
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
const bothCame = [comes('a', mistyped, 3), comes('b', owner, 1)]

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

describe.for(bothEngines())('two people under one ID number on $name', (engine) => {
  const database = aDatabaseForEach(engine)

  /** Everything but `byHand` has come over the network, sealed, and is reviewed in one push or step by step. */
  async function reviewed(trail: readonly ReviewStep[], isAtOnce: boolean, byHand = '') {
    const store = await database.open()
    const unit = await aReviewingUnit(store)
    for (const step of trail) {
      if (step.kind !== 'received') continue
      const { digest, revision, signer: device, whose } = step
      if (digest === digestOf(byHand)) continue
      const arrival = anArrival(unit, whose?.recordId ?? '', { digest, revision, device, isSealed: true })
      await store.write((writer) => storeArrivals(writer, [arrival]))
    }
    const secret = await deriveUnitSecret(await anOpeningKey())
    const events = aTrail(trail)
    const told = toldToServer(events)
    const sealed = await Promise.all(events.map((event, at) => sealStep(event, secret, told[at])))
    for (const push of isAtOnce ? [sealed] : sealed.map((event) => [event])) {
      const results = await unit.push(push)
      expect(results.map(({ kind }) => kind)).toEqual(push.map(() => 'accepted'))
    }
    return standing(store)
  }

  const ways = [
    ['step by step', false],
    ['at once', true],
  ] as const

  test.for(ways)('the one that is chosen is passed, not the one that came first: %s', async ([, isAtOnce]) => {
    expect(await reviewed([...bothCame, chosen('b'), passed('b')], isAtOnce)).toEqual({
      people: ['mistyped received', 'owner passed'],
      told: ['a received', 'b passed'],
      counts: { received: 1, passed: 1 },
    })
  })

  test.for(ways)('who had passed already is told otherwise: %s', async ([, isAtOnce]) => {
    const [first, second] = [comes('a', mistyped, 3), comes('b', owner, 1)]
    expect(await reviewed([first, passed('a'), second, chosen('b')], isAtOnce)).toMatchObject({
      people: ['mistyped received', 'owner inReview'],
      told: ['a received', 'b inReview'],
      counts: { received: 1, inReview: 1 },
    })
  })

  test.for(ways)('the one that came first and is chosen stays: %s', async ([, isAtOnce]) => {
    expect(await reviewed([...bothCame, chosen('a'), passed('a')], isAtOnce)).toMatchObject({
      people: ['mistyped passed', 'owner received'],
      told: ['a passed', 'b received'],
    })
  })

  test.for(ways)(
    'what who was chosen sends later counts, also below the count of the other: %s',
    async ([, isAtOnce]) => {
      const trail = [bothCame, [chosen('b'), passed('b'), comes('c', owner, 2), passed('c')]].flat()
      expect(await reviewed(trail, isAtOnce)).toMatchObject({
        people: ['mistyped received', 'owner passed'],
        counts: { received: 1, passed: 1 },
      })
    },
  )

  test.for(ways)('the one that is chosen came by hand, and is counted by the case alone: %s', async ([, isAtOnce]) => {
    expect(await reviewed([...bothCame, chosen('b'), passed('b')], isAtOnce, 'b')).toEqual({
      people: ['by hand passed', 'mistyped received'],
      told: ['a received'],
      counts: { received: 1, passed: 1 },
    })
  })

  test.for(ways)('who had passed already is told otherwise, whoever came by hand: %s', async ([, isAtOnce]) => {
    const [first, second] = [comes('a', mistyped, 3), comes('b', owner, 1)]
    expect(await reviewed([first, passed('a'), second, chosen('b')], isAtOnce, 'b')).toEqual({
      people: ['by hand inReview', 'mistyped received'],
      told: ['a received'],
      counts: { received: 1, inReview: 1 },
    })
  })

  test.for(ways)('the one over the network is chosen again after the one by hand: %s', async ([, isAtOnce]) => {
    const trail = [...bothCame, chosen('b'), passed('b'), { kind: 'reopened', reason: '错了' } as const]
    expect(await reviewed([...trail, chosen('a'), passed('a')], isAtOnce, 'b')).toEqual({
      people: ['mistyped passed'],
      told: ['a passed'],
      counts: { passed: 1 },
    })
  })

  test('an earlier file of the same person, of another device and by hand, moves the same person', async () => {
    const earlier = comes('a', { ...owner, recordId: 'before' }, 1)
    expect(await reviewed([earlier, comes('b', owner, 2), chosen('a'), passed('a')], false, 'a')).toMatchObject({
      people: ['owner passed'],
      counts: { passed: 1 },
    })
  })
})
