import { describe, expect, test } from 'vitest'
import type { PushedStep } from '#core/sync/pushed-step.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import type { Store } from '#server/store/store.ts'
import { beginPack, addMembers } from '#server/store/packs.ts'
import { takeOverPack } from '#server/store/take-over-pack.ts'
import { nobodyElse } from '#tests/support/packs.ts'
import { aDatabaseForEach, anArrival, aReviewingUnit } from '#tests/support/server-scene.ts'
import { staffNow } from '#tests/support/staff.ts'
import { bothEngines } from '#tests/support/stores.ts'

const digest = 'a'.repeat(64)
const deviceOf = (person: string): string => `device-of-${person}`.padEnd(43, '0')

/** A step as the unit seals it: the server reads the kind, the digest, and by which device what arrived was signed. */
type SealedStep = Extract<PushedStep, { kind: 'sealed' }>
const sealed = (as: 'received' | 'passed' | 'returned' | 'reported', signer?: string): SealedStep => ({
  kind: 'sealed',
  as,
  digest,
  ...(as === 'received' && { revision: 1, corrections: 0, ...(signer !== undefined && { device: deviceOf(signer) }) }),
  content: 'sealed',
})

/** Where everybody stands, and what each device that says it sent the digest is told. */
async function standing(store: Store) {
  const people = await store.reader.selectFrom('person').select(['record_id', 'state']).orderBy('record_id').execute()
  const counts = await store.reader.selectFrom('people_count').select(['state', 'people']).execute()
  const told = await store.reader.selectFrom('submission').select(['record_id', 'state']).orderBy('record_id').execute()
  return {
    people: people.map(({ record_id, state }) => `${record_id.replace(/^case:.*/, 'by hand')} ${state}`),
    told: told.map(({ record_id, state }) => `${record_id} ${state}`),
    counts: Object.fromEntries(
      counts.filter(({ people: count }) => count > 0).map((each) => [each.state, each.people]),
    ),
  }
}

describe.for(bothEngines())('a digest that somebody claims on $name', (engine) => {
  const database = aDatabaseForEach(engine)

  async function aScene() {
    const store = await database.open()
    const unit = await aReviewingUnit(store)
    /** The file that has the digest, or a sealed one that only says so. */
    const send = (recordId: string, isSealed: boolean): Promise<unknown> => {
      const arrival = anArrival(unit, recordId, { digest, device: deviceOf(recordId), isSealed })
      return store.write((writer) => storeArrivals(writer, [arrival]))
    }
    return { store, unit, send }
  }

  const orders = ['owner first', 'claimer first'] as const
  const pairs = [
    ['person 1', 'person 2'],
    ['person 2', 'person 1'],
  ] as const
  const seals = ['open', 'sealed'] as const
  const ways = orders.flatMap((order) =>
    pairs.flatMap(([owner, claimer]) => seals.map((seal) => [order, seal, owner, claimer] as const)),
  )

  test.for(ways)('moves its owner and nobody else: %s, %s, %s, %s', async ([order, seal, owner, claimer]) => {
    const { store, unit, send } = await aScene()
    const files = [() => send(owner, seal === 'sealed'), () => send(claimer, true)]
    for (const sendIt of order === 'claimer first' ? files.reverse() : files) await sendIt()
    await unit.take('case', [sealed('received', owner), sealed('passed')])
    const both = [`${owner} passed`, `${claimer} received`].sort()
    expect(await standing(store)).toEqual({ people: both, told: both, counts: { passed: 1, received: 1 } })
  })

  const claims = ['before it was received', 'while it is checked', 'after it passed'] as const
  test.for(claims)('whose file came by hand binds nobody who claims it %s', async (when) => {
    const { store, unit, send } = await aScene()
    if (when === 'before it was received') await send('claimer', true)
    await unit.take('case', [sealed('received', 'owner')])
    if (when === 'while it is checked') await send('claimer', true)
    await unit.take('case', [sealed('passed')], 2)
    if (when === 'after it passed') await send('claimer', true)
    await unit.take('case', [sealed('reported')], 3)
    expect(await standing(store)).toEqual({
      people: ['by hand reported', 'claimer received'],
      told: ['claimer received'],
      counts: { reported: 1, received: 1 },
    })
  })

  test('whose file came by hand and is returned tells nobody who claims it', async () => {
    const { store, unit, send } = await aScene()
    await send('claimer', true)
    await unit.take('case', [sealed('received', 'owner'), sealed('returned')])
    expect(await standing(store)).toMatchObject({ people: ['by hand returned', 'claimer received'] })
    expect(await standing(store)).toMatchObject({ told: ['claimer received'] })
  })

  test('whose file came by hand, and comes over the network later, is its owner’s, whoever claimed it first', async () => {
    const { store, unit, send } = await aScene()
    await unit.take('case', [sealed('received', 'owner')])
    await send('claimer', true)
    await send('owner', true)
    await unit.take('case', [sealed('passed')], 2)
    expect(await standing(store)).toEqual({
      people: ['claimer received', 'owner passed'],
      told: ['claimer received', 'owner passed'],
      counts: { received: 1, passed: 1 },
    })
  })

  test('of a step that does not say who signed, moves nobody by a claim alone', async () => {
    const { store, unit, send } = await aScene()
    await send('claimer', true)
    await unit.take('case', [sealed('received'), sealed('passed')])
    expect(await standing(store)).toMatchObject({ people: ['by hand passed', 'claimer received'] })
  })

  test.for([
    ['owner', { people: ['owner passed'], told: ['owner passed'], counts: { passed: 1 } }],
    [
      'claimer',
      { people: ['by hand passed', 'owner received'], told: ['owner received'], counts: { passed: 1, received: 1 } },
    ],
  ] as const)('whose arrival named no key is one person from the next step that does: %s', async ([signer, after]) => {
    const { store, unit, send } = await aScene()
    await send('owner', true)
    await unit.take('case', [sealed('received')])
    expect((await standing(store)).people).toEqual(['by hand received', 'owner received'])
    await unit.take('case', [{ ...sealed('passed'), device: deviceOf(signer) }], 2)
    expect(await standing(store)).toEqual(after)
    // A later word changes nothing that was said before.
    await unit.take('case', [{ ...sealed('reported'), device: deviceOf('somebody else') }], 3)
    expect((await standing(store)).people).toEqual(after.people.map((text) => text.replace('passed', 'reported')))
  })

  test('and the corrected payload of a person says by whose key it was signed first', async () => {
    const { store, unit, send } = await aScene()
    await send('owner', true)
    const corrected = 'b'.repeat(64)
    await unit.take('case', [
      sealed('received'),
      { kind: 'sealed', as: 'corrected', digest: corrected, content: 'sealed' },
    ])
    const passed = {
      kind: 'sealed',
      as: 'passed',
      digest: corrected,
      device: deviceOf('owner'),
      content: 'sealed',
    } as const
    await unit.take('case', [passed], 3)
    expect(await standing(store)).toMatchObject({ people: ['owner passed'] })
  })

  test.for([
    ['by hand', ['by hand reported', 'claimer received']],
    ['in the pack alone', ['claimer received', 'owner reported']],
  ] as const)('is reported in a pack as the person whose payload it is, who came %s', async ([came, people]) => {
    const { store, unit, send } = await aScene()
    await send('claimer', true)
    if (came === 'by hand') await unit.take('case', [sealed('received', 'owner'), sealed('passed')])
    const { orgId: fromOrgId, parentId: orgId, accountId } = unit
    const upload = { orgId, fromOrgId, digest: 'e'.repeat(64), sizeBytes: 1, accountId, now: staffNow }
    const pack = await store.write((writer) => beginPack(writer, upload))
    const member = { line: 0, digest, firstDigest: digest, recordId: 'owner', revision: 1 }
    await store.write((writer) => addMembers(writer, pack.id, [member]))
    const of = { packId: pack.id, unitOrgId: fromOrgId, manifestDigest: 'f'.repeat(64), madeAt: staffNow }
    await takeOverPack(store, { ...of, people: 1, withdrawn: [], now: staffNow, ...nobodyElse })
    expect((await standing(store)).people).toEqual(people)
  })
})
