import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { packUploadSchema } from '#core/sync/pack-uploads.ts'
import { createApp } from '#server/create-app.ts'
import { changeAccount } from '#server/store/accounts.ts'
import { moveOrg, orgById } from '#server/store/org-tree.ts'
import type { Store } from '#server/store/store.ts'
import { inTurn } from '#server/store/turns.ts'
import { aPack, someSubmissions } from '#tests/support/packs.ts'
import { someServices } from '#tests/support/services.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { type Answer, aColleague, aTree, type StaffClient, staffNow, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { aUnit } from '#tests/support/units.ts'

const { parent: _parent, ...unit } = aUnit

describe.for(bothEngines())('a pack whose sender changes while it is verified on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let app: Hono
  let tree: Tree
  let clerk: StaffClient
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    app = createApp(new Map(), await someServices(store))
    tree = await aTree(store)
    clerk = await aColleague({ app, store }, tree.unit.id, 'collector')
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  async function uploaded(): Promise<string> {
    const bytes = await aPack(await someSubmissions(2), {
      unit: { ...unit, orgCode: 'U1' },
      key: await aSigningKey(),
    })
    const digest = createHash('sha256').update(bytes).digest('hex')
    const body = { orgId: tree.department.id, digest, sizeBytes: bytes.byteLength }
    const { id } = v.parse(packUploadSchema, (await clerk.ask('POST', '/packs', body)).json)
    await clerk.ask('PUT', `/packs/${id}/chunks/0`, bytes)
    return id
  }

  /** Asks for a pack to be taken over; what is changed is changed when all of it was verified. */
  async function completedAfter(id: string, change: () => Promise<unknown>): Promise<Answer> {
    const members = store.reader.selectFrom('pack_member').select('line').where('pack_id', '=', id)
    const asked = await inTurn(store, `packs of ${tree.unit.id}`, async () => {
      const answer = clerk.ask('POST', `/packs/${id}/complete`)
      await expect.poll(async () => (await members.execute()).length).toBe(2)
      await change()
      return { answer }
    })
    return asked.answer
  }

  const nothingWritten = async (id: string): Promise<void> => {
    expect(await store.reader.selectFrom('log_entry').select('kind').where('kind', '=', 'pack').execute()).toEqual([])
    expect(await store.reader.selectFrom('person').select('record_id').execute()).toEqual([])
    const pack = store.reader.selectFrom('pack').select(['completed_at', 'refusal']).where('id', '=', id)
    expect(await pack.execute()).toEqual([{ completed_at: null, refusal: null }])
  }

  test('is not laid open where its unit stood before', async () => {
    const id = await uploaded()
    const { status } = await completedAfter(id, () =>
      store.write(async (writer) => {
        const [moved, to] = [await orgById(writer, tree.unit.id), await orgById(writer, tree.otherCity.id)]
        if (!moved || !to) throw new Error('the tree has both')
        await moveOrg(writer, moved, to)
      }),
    )
    expect(status).toBe(404)
    await nothingWritten(id)
  })

  test('is not taken over for who was shut out, and is for who was not', async () => {
    const id = await uploaded()
    const { status } = await completedAfter(id, () =>
      store.write((writer) => changeAccount(writer, clerk.accountId, { disabledAt: staffNow })),
    )
    expect(status).toBe(404)
    await nothingWritten(id)
    const colleague = await aColleague({ app, store }, tree.unit.id, 'collector')
    expect((await colleague.ask('POST', `/packs/${id}/complete`)).json).toMatchObject({ people: 2 })
  })
})
