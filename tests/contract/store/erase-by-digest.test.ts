import { describe, expect, test } from 'vitest'
import type { PushedStep } from '#core/sync/pushed-step.ts'
import { addCorrection } from '#server/store/corrections.ts'
import { eraseRecord } from '#server/store/erase.ts'
import { verifyLog } from '#server/store/log.ts'
import { addMembers, beginPack } from '#server/store/packs.ts'
import { pushEvents } from '#server/store/push-events.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import { takeOverPack } from '#server/store/take-over-pack.ts'
import { nobodyElse } from '#tests/support/packs.ts'
import { aPushed } from '#tests/support/pushed-events.ts'
import { aDatabaseForEach, anArrival, aReviewingUnit } from '#tests/support/server-scene.ts'
import { staffNow } from '#tests/support/staff.ts'
import { bothEngines } from '#tests/support/stores.ts'

const digest = 'a'.repeat(64)
const corrected = 'b'.repeat(64)
const deviceOf = (person: string): string => `device-of-${person}`.padEnd(43, '0')

interface Sent {
  readonly has?: string
  readonly as?: string
  readonly isSealed?: boolean
  readonly revision?: number
  readonly orgId?: string
}

/** A step as the unit seals it, which says whose key it read. */
const received = (by: string, of = digest): PushedStep => ({
  kind: 'sealed',
  as: 'received',
  digest: of,
  revision: 1,
  corrections: 0,
  device: deviceOf(by),
  content: 'sealed',
})

describe.for(bothEngines())('erasing by a digest on $name', (engine) => {
  const database = aDatabaseForEach(engine)

  async function aScene() {
    const store = await database.open()
    const unit = await aReviewingUnit(store)
    return {
      store,
      unit,
      /** A file of the record that has the digest, or a sealed one that says so, signed by the key of `as`. */
      send: (recordId: string, { has = digest, as = recordId, orgId = unit.orgId, ...rest }: Sent = {}) => {
        const { isSealed = false, revision = 1 } = rest
        const arrival = anArrival({ orgId }, recordId, { digest: has, device: deviceOf(as), isSealed, revision })
        return store.write((writer) => storeArrivals(writer, [arrival]))
      },
      erase: async (who: { readonly digest: string } | { readonly recordId: string }, orgId?: string) => {
        const order = { who, by: 'test', now: staffNow, ...(orgId !== undefined && { orgId }) }
        const { erased, disputed } = await store.write((writer) => eraseRecord(writer, order))
        return {
          erased: erased.map(({ recordId }) => recordId).sort(),
          disputed: disputed.map(({ recordId }) => recordId).sort(),
        }
      },
      /** Whose files still lie here, and who is counted. */
      left: async () => {
        const files = await store.reader
          .selectFrom('submission')
          .innerJoin('original', 'original.position', 'submission.position')
          .select('record_id')
          .orderBy('record_id')
          .execute()
        const people = await store.reader.selectFrom('person').select('record_id').orderBy('record_id').execute()
        const counts = await store.reader.selectFrom('people_count').select('people').execute()
        expect(counts.reduce((sum, { people: each }) => sum + each, 0)).toBe(people.length)
        expect((await verifyLog(store.reader)).fault).toBeUndefined()
        const names = (rows: readonly { readonly record_id: string }[]) => rows.map(({ record_id }) => record_id)
        return { files: names(files), people: names(people) }
      },
    }
  }

  const sealed = { isSealed: true }

  test.for(['owner', 'claimer'] as const)(
    'takes the record whose payload has it, not one that claims it: %s first',
    async (first) => {
      const { send, erase, left } = await aScene()
      await send('claimer', { has: 'c'.repeat(64), revision: 2 })
      for (const who of first === 'owner' ? ['owner', 'claimer'] : ['claimer', 'owner'])
        await send(who, { isSealed: who === 'claimer' })
      expect(await erase({ digest })).toEqual({ erased: ['owner'], disputed: [] })
      expect(await left()).toEqual({ files: ['claimer', 'claimer'], people: ['claimer'] })
    },
  )

  test('takes the record whose case says who signed it, not one that claims it', async () => {
    const { unit, send, erase, left } = await aScene()
    await send('claimer', sealed)
    await send('owner', sealed)
    await unit.take('case', [received('owner')])
    expect(await erase({ digest }, unit.orgId)).toEqual({ erased: ['owner'], disputed: [] })
    expect(await left()).toEqual({ files: ['claimer'], people: ['claimer'] })
  })

  test('takes what came by hand, not a record that claims it', async () => {
    const { store, unit, send, erase, left } = await aScene()
    await send('claimer', sealed)
    await unit.take('case', [received('owner')])
    expect((await erase({ digest }, unit.orgId)).disputed).toEqual([])
    expect(await left()).toEqual({ files: ['claimer'], people: ['claimer'] })
    expect(await store.reader.selectFrom('review_event').select('event').execute()).toEqual([])
  })

  test('takes the only sealed file that claims it', async () => {
    const { send, erase, left } = await aScene()
    await send('owner', sealed)
    await send('other', { has: 'c'.repeat(64) })
    expect(await erase({ digest })).toEqual({ erased: ['owner'], disputed: [] })
    expect(await erase({ digest })).toEqual({ erased: ['owner'], disputed: [] })
    expect(await left()).toEqual({ files: ['other'], people: ['other'] })
  })

  test('takes nothing when several sealed files claim it, and each by the id of its record', async () => {
    const { send, erase, left } = await aScene()
    await send('owner', sealed)
    await send('claimer', sealed)
    const both = ['claimer', 'owner']
    expect(await erase({ digest })).toEqual({ erased: [], disputed: both })
    expect(await left()).toEqual({ files: both, people: both })
    expect(await erase({ recordId: 'owner' })).toEqual({ erased: ['owner'], disputed: [] })
    expect(await left()).toEqual({ files: ['claimer'], people: ['claimer'] })
    // Who is erased claims nothing any more.
    expect(await erase({ digest })).toEqual({ erased: ['claimer'], disputed: [] })
  })

  test('takes nobody whose record a sealed file of another key names', async () => {
    const { send, erase, left } = await aScene()
    await send('victim', { has: 'c'.repeat(64) })
    await send('victim', { as: 'somebody else', isSealed: true })
    expect(await erase({ digest })).toEqual({ erased: [], disputed: ['victim'] })
    expect(await left()).toEqual({ files: ['victim', 'victim'], people: ['victim'] })
  })

  test('takes the corrections of the person, whoever claims them', async () => {
    const { store, unit, send, erase, left } = await aScene()
    await send('owner', sealed)
    const change = { path: 'basic.mobile', before: '1', after: '2', reason: 'r' }
    await unit.take('case', [
      received('owner'),
      { kind: 'corrected', digest: corrected, from: digest, changes: [change] },
    ])
    const { orgId, accountId } = unit
    const correction = { orgId, digest: corrected, file: 'sealed', accountId, now: staffNow }
    await store.write((writer) => addCorrection(writer, correction))
    for (const has of [digest, corrected]) await send(`claimer of ${has.slice(0, 1)}`, { has, isSealed: true })
    await erase({ digest }, orgId)
    expect(await store.reader.selectFrom('correction').select('digest').execute()).toEqual([])
    expect(await store.write((writer) => addCorrection(writer, correction))).toBeUndefined()
    const claimers = ['claimer of a', 'claimer of b']
    expect(await left()).toEqual({ files: claimers, people: claimers })
  })

  test('reaches every organisation that has the person, whichever revision lies there', async () => {
    const { unit, send, erase, left } = await aScene()
    await send('owner')
    await send('owner', { has: 'c'.repeat(64), revision: 2, orgId: unit.parentId })
    await send('other', { has: 'd'.repeat(64), orgId: unit.parentId })
    expect(await erase({ digest })).toEqual({ erased: ['owner', 'owner'], disputed: [] })
    expect(await left()).toEqual({ files: ['other'], people: ['other'] })
  })

  test.for([{ digest }, { recordId: 'owner' }])(
    'of a person from a pack takes their case above and no other: %o',
    async (who) => {
      const { store, unit, erase } = await aScene()
      const { orgId: fromOrgId, parentId: orgId, accountId } = unit
      const upload = { orgId, fromOrgId, digest: 'e'.repeat(64), sizeBytes: 1, accountId, now: staffNow }
      const pack = await store.write((writer) => beginPack(writer, upload))
      const members = [digest, corrected].map((one, line) => {
        const recordId = line === 0 ? 'owner' : 'neighbour'
        return { line, digest: one, firstDigest: one, recordId, revision: 1 }
      })
      await store.write((writer) => addMembers(writer, pack.id, members))
      const of = { packId: pack.id, unitOrgId: fromOrgId, manifestDigest: 'f'.repeat(64), madeAt: staffNow }
      await takeOverPack(store, { ...of, people: 2, withdrawn: [], now: staffNow, ...nobodyElse })
      const events = [
        aPushed('case of owner', 1, received('x')),
        aPushed('case of neighbour', 1, received('y', corrected)),
      ]
      const pushed = await store.write((writer) =>
        pushEvents(writer, { orgId, accountId, role: 'admin', now: staffNow, events }),
      )
      expect(pushed.map(({ kind }) => kind)).toEqual(['accepted', 'accepted'])
      await erase(who, orgId)
      expect(await store.reader.selectFrom('review_case').select('case_id').execute()).toEqual([
        { case_id: 'case of neighbour' },
      ])
    },
  )
})
