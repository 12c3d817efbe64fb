import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { readPack } from '#core/pack/read-pack.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { packUploadSchema } from '#core/sync/pack-uploads.ts'
import { totalsSchema } from '#core/sync/totals.ts'
import { createApp } from '#server/create-app.ts'
import { addMembers, beginPack, type PackMember } from '#server/store/packs.ts'
import type { Store } from '#server/store/store.ts'
import { takeOverPack } from '#server/store/take-over-pack.ts'
import { aPack, inPieces, nobodyElse } from '#tests/support/packs.ts'
import { aPerson } from '#tests/support/people.ts'
import { someServices } from '#tests/support/services.ts'
import { aReviewingUnit } from '#tests/support/server-scene.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aColleague, aTree, staffNow, type StaffClient, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

const orders = ['older first', 'newer first', 'at one moment'] as const

describe.for(bothEngines())('two packs that go on from one on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  describe('of files', () => {
    let app: Hono
    let tree: Tree
    let clerk: StaffClient
    beforeEach(async () => {
      app = createApp(new Map(), await someServices(store))
      tree = await aTree(store)
      clerk = await aColleague({ app, store }, tree.unit.id, 'collector')
    })

    async function report(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
      const digest = createHash('sha256').update(bytes).digest('hex')
      const body = { orgId: tree.department.id, digest, sizeBytes: bytes.byteLength }
      const { id } = v.parse(packUploadSchema, (await clerk.ask('POST', '/packs', body)).json)
      await clerk.ask('PUT', `/packs/${id}/chunks/0`, bytes)
      const { status, json } = await clerk.ask('POST', `/packs/${id}/complete`)
      return status === 200 ? 'taken' : JSON.stringify(json)
    }

    async function nameOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
      const read = await readPack(inPieces(bytes))
      if (!read.ok) throw new Error(read.error.code)
      return read.value.digest
    }

    test.for(orders)('are both taken, and everybody is counted once: %s', async (order) => {
      const key = await aSigningKey()
      const { parent: _parent, ...rest } = aUnit
      const from = { unit: { ...rest, orgCode: 'U1' }, key }
      const signed = (index: number, revision: number) => {
        const person = aPerson({ id: `0f8fad5b-d9cb-469f-a165-${String(index).padStart(12, '0')}` })
        return signSubmission(aSubmissionContent({ revision }, person), key)
      }
      const [stays, leaves, inBoth, reportedAndGone] = await Promise.all([0, 1, 2, 3].map((index) => signed(index, 1)))
      const [newHere, newThere] = [await signed(4, 1), await signed(5, 1)]
      const [second, third, again] = [await signed(2, 2), await signed(2, 3), await signed(3, 2)]
      if (!stays || !leaves || !inBoth || !reportedAndGone) throw new Error('four people')
      const first = await aPack([stays, leaves, inBoth, reportedAndGone], from)
      expect(await report(first)).toBe('taken')
      const since = await nameOf(first)
      const withdrawnHere = [leaves.digest, inBoth.digest, reportedAndGone.digest]
      const here = await aPack([newHere, third, again], {
        ...from,
        changes: { since, withdrawn: withdrawnHere },
        createdAt: '2026-11-25T03:00:00.000Z',
      })
      const there = await aPack([newThere, second], {
        ...from,
        changes: { since, withdrawn: [inBoth.digest, reportedAndGone.digest] },
        createdAt: order === 'at one moment' ? '2026-11-25T03:00:00.000Z' : '2026-11-25T04:00:00.000Z',
      })
      for (const pack of order === 'older first' ? [here, there] : [there, here])
        expect(await report(pack)).toBe('taken')
      const people = await store.reader.selectFrom('person').select(['digest', 'state']).execute()
      const reported = people.filter(({ state }) => state === 'reported').map(({ digest }) => digest)
      const wanted = [stays, newHere, newThere, third, again].map(({ digest }) => digest)
      expect(reported.sort()).toEqual(wanted.sort())
      expect(people).toHaveLength(6)
      const { json } = await clerk.ask('GET', `/totals?orgId=${tree.unit.id}`)
      expect(v.parse(totalsSchema, json).whole).toMatchObject({ reported: 5 })
      // The unit goes on from either of them.
      const next = await aPack([stays], {
        ...from,
        changes: { since: await nameOf(there), withdrawn: [] },
        createdAt: '2026-11-25T05:00:00.000Z',
      })
      expect(await report(next)).toBe('taken')
    })
  })

  async function packs() {
    const unit = await aReviewingUnit(store)
    const { orgId: fromOrgId, parentId: orgId, accountId } = unit
    const signed = 'a'.repeat(64)
    const corrected = 'b'.repeat(64)
    const lineOf = (digest: string): PackMember => ({
      line: 0,
      digest,
      firstDigest: signed,
      recordId: 'person',
      revision: 1,
    })
    const take = async (
      name: string,
      madeAt: number | { readonly saysMs: number; readonly arrivesMs: number },
      digests: readonly string[],
      withdrawn: readonly string[],
    ) => {
      const { saysMs, arrivesMs } = typeof madeAt === 'number' ? { saysMs: madeAt, arrivesMs: staffNow } : madeAt
      const upload = { orgId, fromOrgId, digest: name.repeat(64), sizeBytes: 1, accountId, now: staffNow }
      const { id: packId } = await store.write((writer) => beginPack(writer, upload))
      if (digests.length > 0) await store.write((writer) => addMembers(writer, packId, digests.map(lineOf)))
      const manifestDigest = name.toUpperCase().repeat(64)
      const of = { packId, unitOrgId: fromOrgId, manifestDigest, madeAt: saysMs }
      await takeOverPack(store, { ...of, people: digests.length, withdrawn, now: arrivesMs, ...nobodyElse })
    }
    const state = async () =>
      (await store.reader.selectFrom('person').select('state').execute()).map((row) => row.state)
    return { take, state, signed, corrected }
  }

  test('a pack dated ahead by a wrong clock is no younger than what was reported after it', async () => {
    const { take, state, signed, corrected } = await packs()
    await take('1', { saysMs: staffNow + 315_360_000_000, arrivesMs: staffNow }, [signed], [])
    await take('2', { saysMs: staffNow + 2000, arrivesMs: staffNow + 3000 }, [corrected], [signed])
    // Of another device of the unit, which went on from the first and knows nothing of the correction.
    await take('3', { saysMs: staffNow + 2500, arrivesMs: staffNow + 4000 }, [], [signed])
    expect(await state()).toEqual(['reported'])
  })

  test('who was corrected after they were reported stays reported, until the correction is withdrawn', async () => {
    const { take, state, signed, corrected } = await packs()
    await take('1', 1, [signed], [])
    await take('2', 2, [corrected], [signed])
    expect(await state()).toEqual(['reported'])
    await take('3', 3, [], [corrected])
    expect(await state()).toEqual(['setAside'])
    await take('4', 4, [signed], [])
    expect(await state()).toEqual(['reported'])
    await take('5', 5, [], [signed])
    expect(await state()).toEqual(['setAside'])
  })

  test.for(['older first', 'newer first'] as const)(
    'who was corrected on one device and withdrawn on the other stays until the unit says so: %s',
    async (order) => {
      const { take, state, signed, corrected } = await packs()
      await take('1', 1, [signed], [])
      const here = () => take('2', 2, [corrected], [signed])
      const there = () => take('3', 3, [], [signed])
      for (const one of order === 'older first' ? [here, there] : [there, here]) await one()
      expect(await state()).toEqual(['reported'])
      await take('4', 4, [], [corrected])
      expect(await state()).toEqual(['setAside'])
    },
  )
})
