import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { createInvitation, createPasswordReset } from '#core/sync/accounts.ts'
import { csrfHeader } from '#core/sync/staff-session.ts'
import { csrfOf } from '#server/access/staff-caller.ts'
import { createApp } from '#server/create-app.ts'
import { changeAccount } from '#server/store/accounts.ts'
import { passkeysOf, putPasskey } from '#server/store/passkeys.ts'
import { placePeople } from '#server/store/people.ts'
import { openSession } from '#server/store/sessions.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import type { Store } from '#server/store/store.ts'
import { aPushed, received } from '#tests/support/pushed-events.ts'
import { anArrival } from '#tests/support/server-scene.ts'
import { someServices } from '#tests/support/services.ts'
import { aColleague, ask, aTree, staffNow, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { aSignedFile } from '#tests/support/sync.ts'
import { aReturnSlipContent, someUnitKeys } from '#tests/support/units.ts'

const password = 'correct horse battery'

describe.for(bothEngines())('staff that change at the same time on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let app: Hono
  let tree: Tree
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    app = createApp(new Map(), await someServices(store))
    tree = await aTree(store)
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  const adminsLeft = async (): Promise<number> =>
    (await store.reader.selectFrom('account').select('id').where('disabled_at', 'is', null).execute()).length

  test('two administrators who shut each other out leave one', async () => {
    for (let round = 0; round < 5; round += 1) {
      const two = await Promise.all([0, 1].map(() => aColleague({ app, store }, tree.region.id, 'admin')))
      const [one, other] = two
      if (!one || !other) throw new Error('two are needed')
      const left = await adminsLeft()
      const answers = await Promise.all([
        one.ask('POST', `/accounts/${other.accountId}`, { isDisabled: true }),
        other.ask('POST', `/accounts/${one.accountId}`, { isDisabled: true }),
      ])
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(await adminsLeft()).toBe(left - 1)
    }
  })

  test.each([
    ['disabled', { disabledAt: staffNow }],
    ['given another role', { role: 'collector' }],
  ] as const)('who is %s while they ask changes nothing any more', async (_, change) => {
    const admin = await aColleague({ app, store }, tree.region.id, 'admin')
    const colleague = await aColleague({ app, store }, tree.unit.id, 'collector')
    const racing: Store = {
      ...store,
      async write(work) {
        await store.write((writer) => changeAccount(writer, admin.accountId, change))
        return store.write(work)
      },
    }
    const racingApp = createApp(new Map(), await someServices(racing))
    const request = async (path: string, body?: unknown): Promise<number> => {
      await store.write((writer) => changeAccount(writer, admin.accountId, { disabledAt: null, role: 'admin' }))
      const again = await signedInAgain(admin.accountId)
      return (await ask(racingApp, { method: 'POST', path, body, headers: again })).status
    }
    expect(await request(`/accounts/${colleague.accountId}`, { isDisabled: true })).toBe(404)
    expect(await request(`/accounts/${colleague.accountId}/reset`)).toBe(404)
    expect(await request('/invitations', { orgId: tree.unit.id, role: 'admin', displayName: '自己人' })).toBe(404)
    expect(await store.reader.selectFrom('invitation').selectAll().execute()).toEqual([])
  })

  test.each([
    ['shut out', () => ({ disabledAt: staffNow })],
    ['given another role', () => ({ role: 'collector' as const })],
    ['moved to another organisation', () => ({ orgId: tree.otherUnit.id })],
  ] as const)('who is %s while the body of their request is under way writes nothing', async (_, change) => {
    const reviewer = await aColleague({ app, store }, tree.unit.id, 'reviewer')
    const said = { orgId: tree.unit.id, events: [aPushed('a', 1, received('a'))] }
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        // Asked for only when the server reads the body: it knows by then who calls.
        async pull(controller) {
          await store.write((writer) => changeAccount(writer, reviewer.accountId, change()))
          controller.enqueue(new TextEncoder().encode(JSON.stringify(said)))
          controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    const init = {
      method: 'POST',
      headers: { ...reviewer.headers, host: 'caibao.test' },
      body,
      duplex: 'half',
    } as const
    expect((await app.request('/api/v1/reviews', init)).status).toBe(401)
    expect(await store.reader.selectFrom('review_event').selectAll().execute()).toEqual([])
  })

  test('who is shut out while they ask erases nobody any more', async () => {
    const admin = await aColleague({ app, store }, tree.unit.id, 'admin')
    const recordId = crypto.randomUUID()
    const place = { orgId: tree.unit.id, recordId, digest: 'a'.repeat(64), revision: 1, state: 'passed' } as const
    await store.write((writer) => placePeople(writer, [place]))
    const racing: Store = {
      ...store,
      async write(work) {
        await store.write((writer) => changeAccount(writer, admin.accountId, { disabledAt: staffNow }))
        return store.write(work)
      },
    }
    const racingApp = createApp(new Map(), await someServices(racing))
    const body = { orgId: tree.unit.id, recordId }
    // The server writes when it starts, too.
    await store.write((writer) => changeAccount(writer, admin.accountId, { disabledAt: null }))
    const headers = await signedInAgain(admin.accountId)
    const request = { method: 'POST', path: '/erasures', body, headers }
    expect((await ask(racingApp, request)).status).toBe(404)
    expect(await store.reader.selectFrom('person').select('record_id').execute()).toEqual([{ record_id: recordId }])
  })

  test('who is shut out while they ask takes no step, corrects nothing and sends nothing back', async () => {
    const reviewer = await aColleague({ app, store }, tree.unit.id, 'reviewer')
    const orgId = tree.unit.id
    const { text: file, digest, content } = await aSignedFile()
    const arrival = anArrival({ orgId }, content.record.id, { digest })
    await store.write((writer) => storeArrivals(writer, [arrival]))
    const about = { id: crypto.randomUUID(), submissionDigest: digest, recordId: content.record.id }
    const slip = await signReturnSlip(aReturnSlipContent(about), (await someUnitKeys()).signing)
    const racing: Store = {
      ...store,
      async write(work) {
        await store.write((writer) => changeAccount(writer, reviewer.accountId, { disabledAt: staffNow }))
        return store.write(work)
      },
    }
    const racingApp = createApp(new Map(), await someServices(racing))
    for (const [path, body] of [
      ['/reviews', { orgId, events: [aPushed('a', 1, received('a'))] }],
      ['/corrections', { orgId, digest, file }],
      ['/return-slips', slip],
    ] as const) {
      await store.write((writer) => changeAccount(writer, reviewer.accountId, { disabledAt: null }))
      const headers = await signedInAgain(reviewer.accountId)
      expect((await ask(racingApp, { method: 'POST', path, body, headers })).status, path).toBe(404)
    }
    const logged = store.reader.selectFrom('log_entry').select('kind').where('kind', '!=', 'submission')
    expect(await logged.execute()).toEqual([])
  })

  const signedInAgain = async (accountId: string) => {
    const token = await store.write((writer) => openSession(writer, accountId, { now: staffNow }))
    return { cookie: `caibao-session=${token}`, [csrfHeader]: csrfOf(token) }
  }

  test.each([
    ['shut out', () => ({ isDisabled: true })],
    ['given another role', () => ({ role: 'collector' })],
    ['moved to another organisation', () => ({ orgId: tree.otherUnit.id })],
  ] as const)('who is %s leaves no door open: what they offered is good no more', async (_, change) => {
    const admin = await aColleague({ app, store }, tree.region.id, 'admin')
    const leaving = await aColleague({ app, store }, tree.city.id, 'admin')
    const colleague = await aColleague({ app, store }, tree.unit.id, 'admin')
    const body = { orgId: tree.unit.id, role: 'admin', displayName: '自己人' }
    const { code } = v.parse(createInvitation.answer, (await leaving.ask('POST', '/invitations', body)).json)
    const offered = await leaving.ask('POST', `/accounts/${colleague.accountId}/reset`)
    const { code: reset } = v.parse(createPasswordReset.answer, offered.json)
    expect((await admin.ask('POST', `/accounts/${leaving.accountId}`, change())).status).toBe(200)
    for (const accept of [
      { code, loginName: 'houmen', password },
      { code: reset, password },
    ]) {
      const accepted = await ask(app, { method: 'POST', path: '/invitations/accept', body: accept })
      expect(accepted.json).toMatchObject({ code: 'CODE_REFUSED' })
    }
  })

  test('who is only given another name keeps what they offered', async () => {
    const admin = await aColleague({ app, store }, tree.region.id, 'admin')
    const inviting = await aColleague({ app, store }, tree.city.id, 'admin')
    const body = { orgId: tree.unit.id, role: 'collector', displayName: '新同事' }
    const { code } = v.parse(createInvitation.answer, (await inviting.ask('POST', '/invitations', body)).json)
    const change = { displayName: '改了名', role: 'admin', orgId: tree.city.id }
    expect((await admin.ask('POST', `/accounts/${inviting.accountId}`, change)).status).toBe(200)
    const accept = { code, loginName: 'xintongshi', password }
    const accepted = await ask(app, { method: 'POST', path: '/invitations/accept', body: accept })
    expect(accepted.status).toBe(200)
  })

  test('a reset for somebody who was shut out meanwhile says that the code is good no more', async () => {
    const admin = await aColleague({ app, store }, tree.region.id, 'admin')
    const colleague = await aColleague({ app, store }, tree.unit.id, 'collector')
    const made = await admin.ask('POST', `/accounts/${colleague.accountId}/reset`)
    const { code } = v.parse(createPasswordReset.answer, made.json)
    await admin.ask('POST', `/accounts/${colleague.accountId}`, { isDisabled: true })
    const accepted = await ask(app, { method: 'POST', path: '/invitations/accept', body: { code, password } })
    expect(accepted.json).toMatchObject({ code: 'CODE_REFUSED' })
  })

  test('a passkey that is taken away stands in the log, and only when it was the own one', async () => {
    const own = await aColleague({ app, store }, tree.unit.id, 'collector')
    const other = await aColleague({ app, store }, tree.unit.id, 'collector')
    const key = { id: 'a2V5', name: '钥匙', public_key: new Uint8Array([1]), counter: 0, transports: '[]' }
    await store.write((writer) => putPasskey(writer, { ...key, account_id: own.accountId, created_at: staffNow }))
    for (const who of [other, own, own]) expect((await who.ask('DELETE', '/passkeys/a2V5')).status).toBe(200)
    expect(await passkeysOf(store.reader, own.accountId)).toEqual([])
    const logged = await store.reader
      .selectFrom('log_entry')
      .select(['kind', 'org_id', 'facts'])
      .where('kind', 'like', 'passkey%')
      .execute()
    expect(logged).toEqual([
      { kind: 'passkeyRemoved', org_id: tree.unit.id, facts: JSON.stringify({ account: own.accountId }) },
    ])
  })

  test('no passkey is added that would not be shown', async () => {
    const { accountId } = await aColleague({ app, store }, tree.unit.id, 'collector')
    const add = (index: number) =>
      store.write((writer) =>
        putPasskey(writer, {
          id: `key-${index}`,
          account_id: accountId,
          name: '钥匙',
          public_key: new Uint8Array([1]),
          counter: 0,
          transports: '[]',
          created_at: staffNow + index,
        }),
      )
    const added: boolean[] = []
    for (let index = 0; index < 55; index += 1) added.push(await add(index))
    expect(added.filter(Boolean)).toHaveLength((await passkeysOf(store.reader, accountId)).length)
  })
})
