import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { listInvitations } from '#core/sync/accounts.ts'
import { staffSessionSchema } from '#core/sync/staff-session.ts'
import { makeSetUpCode } from '#server/access/set-up-code.ts'
import { createApp } from '#server/create-app.ts'
import { setPassword } from '#server/store/accounts.ts'
import { accountByIdentity } from '#server/store/identities.ts'
import { addInvitation, revokeInvitation } from '#server/store/invitations.ts'
import { passkeysOf } from '#server/store/passkeys.ts'
import type { Store } from '#server/store/store.ts'
import { aColleague, ask, aTree, staffNow, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { someServices } from '#tests/support/services.ts'

const password = '春江水暖鸭先知2026'

describe.for(bothEngines())('the first start on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let app: Hono
  let now: number
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    now = staffNow
    app = createApp(new Map(), await someServices(store, { now: () => now }))
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  const setUp = (code: string) =>
    ask(app, {
      method: 'POST',
      path: '/setup',
      body: {
        code,
        org: { name: '广西壮族自治区职改办', orgCode: 'R0', division: '450000', level: 'region' },
        loginName: 'admin',
        displayName: '管理员',
        password,
      },
    })

  test('is set up once by the code that was printed', async () => {
    const stale = await makeSetUpCode(store, now)
    const code = await makeSetUpCode(store, now)
    expect(code).toMatch(/^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/)
    expect((await setUp(stale ?? '')).status).toBe(403)
    expect((await setUp('0000-0000-0000-0000-0000-0000')).status).toBe(403)
    const answer = await setUp(code?.toLowerCase().replaceAll('-', ' ') ?? '')
    expect(v.parse(staffSessionSchema, answer.json)).toMatchObject({
      account: { role: 'admin' },
      org: { parentId: null },
    })
    expect((await setUp(code ?? '')).status).toBe(403)
    expect(await makeSetUpCode(store, now)).toBeUndefined()
  })

  test('lets only one of two who are fast have it', async () => {
    const code = (await makeSetUpCode(store, now)) ?? ''
    const answers = await Promise.all([setUp(code), setUp(code)])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 403]))
  })

  test('waits no longer than a day for its code', async () => {
    const code = (await makeSetUpCode(store, now)) ?? ''
    now += 24 * 3_600_000
    expect((await setUp(code)).status).toBe(403)
  })
})

describe.for(bothEngines())('an invitation on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let app: Hono
  let tree: Tree
  let now: number
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    now = staffNow
    app = createApp(new Map(), await someServices(store, { now: () => now }))
    tree = await aTree(store)
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  const made = v.object({ code: v.string(), invitation: v.object({ id: v.string() }) })
  const invite = async () => {
    const admin = await aColleague({ app, store }, tree.city.id, 'admin')
    const { json } = await admin.ask('POST', '/invitations', {
      orgId: tree.unit.id,
      role: 'reviewer',
      displayName: '覃审核',
    })
    return { admin, ...v.parse(made, json) }
  }
  const accept = (code: string, loginName = 'qin') =>
    ask(app, { method: 'POST', path: '/invitations/accept', body: { code, loginName, password } })

  test('is opened, accepted with a password of one’s own, and used up', async () => {
    const { code } = await invite()
    const opened = await ask(app, { method: 'POST', path: '/invitations/open', body: { code } })
    expect(opened.json).toMatchObject({
      kind: 'invite',
      orgName: '南宁市第二中学',
      displayName: '覃审核',
      role: 'reviewer',
    })
    const { json } = await accept(code)
    expect(v.parse(staffSessionSchema, json).account).toMatchObject({ role: 'reviewer', orgId: tree.unit.id })
    expect((await accept(code, 'another')).status).toBe(403)
    const stored = await store.reader.selectFrom('invitation').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain(code)
  })

  test('stays good when the name is taken', async () => {
    const first = await invite()
    await accept(first.code)
    const second = await invite()
    expect((await accept(second.code, 'QIN')).json).toMatchObject({ code: 'LOGIN_NAME_TAKEN' })
    expect((await accept(second.code, 'qin2')).status).toBe(200)
  })

  test('is shown as long as it opens an account, however many were made and taken back since', async () => {
    const { admin, invitation } = await invite()
    const kind = 'invite' as const
    await store.write(async (writer) => {
      for (let times = 1; times <= 200; times += 1) {
        const rest = { role: 'collector', displayName: '别人', accountId: null, createdBy: null } as const
        const { row } = await addInvitation(writer, { kind, orgId: tree.unit.id, ...rest, now: now + times })
        await revokeInvitation(writer, row.id, now + times)
      }
    })
    const { json } = await admin.ask('GET', `/invitations?orgId=${tree.unit.id}`)
    const { items } = v.parse(listInvitations.answer, json)
    expect(items).toHaveLength(200)
    expect(items.filter(({ revokedAt }) => revokedAt === null)).toMatchObject([{ id: invitation.id }])
  })

  test('ends after a week, or when it is taken back', async () => {
    const taken = await invite()
    await taken.admin.ask('DELETE', `/invitations/${taken.invitation.id}`)
    expect((await accept(taken.code)).status).toBe(403)
    const late = await invite()
    now += 7 * 86_400_000
    expect((await accept(late.code)).status).toBe(403)
  })

  const entries = async (kind: string) => {
    const of = store.reader.selectFrom('log_entry').select(['org_id', 'facts']).where('kind', '=', kind)
    return (await of.execute()).map(({ org_id: org, facts }) => ({ org, facts: JSON.parse(facts) }))
  }

  test('that is taken back is in the log, once; one that was used is not taken back', async () => {
    const { admin, invitation, code } = await invite()
    const takeBack = (id: string) => admin.ask('DELETE', `/invitations/${id}`)
    for (let times = 0; times < 2; times += 1)
      expect(await takeBack(invitation.id)).toMatchObject({ status: 200, json: { revokedAt: now } })
    const log = await entries('invitationRevoked')
    expect(log).toEqual([{ org: tree.unit.id, facts: { by: admin.accountId, invitation: invitation.id } }])
    expect(JSON.stringify(log)).not.toContain(code)
    const used = await invite()
    await accept(used.code)
    expect(await takeBack(used.invitation.id)).toMatchObject({ status: 409, json: { code: 'SERVER_CONFLICT' } })
    expect(await entries('invitationRevoked')).toHaveLength(1)
    const row = store.reader.selectFrom('invitation').select('revoked_at').where('id', '=', used.invitation.id)
    expect(await row.executeTakeFirstOrThrow()).toEqual({ revoked_at: null })
  })

  test('for who forgot the password takes back what was offered in their name, and the log names it', async () => {
    const { admin, code } = await invite()
    const { account } = v.parse(staffSessionSchema, (await accept(code)).json)
    const rest = { orgId: tree.unit.id, role: 'admin', displayName: '外人', accountId: null } as const
    const offer = (createdBy: string) =>
      store.write((writer) => addInvitation(writer, { kind: 'invite', ...rest, createdBy, now }))
    const [theirs, ofAnother] = [await offer(account.id), await offer(admin.accountId)]
    const reset = v.parse(made, (await admin.ask('POST', `/accounts/${account.id}/reset`)).json)
    expect((await accept(reset.code)).status).toBe(200)
    expect((await accept(theirs.code, 'stranger')).status).toBe(403)
    expect((await accept(ofAnother.code, 'colleague')).status).toBe(200)
    expect(await entries('passwordReset')).toMatchObject([{ facts: { account: account.id, revoked: [theirs.row.id] } }])
  })

  test('is guessed no faster than a password', async () => {
    let status = 0
    for (let guess = 0; guess < 25; guess += 1)
      status = (await accept(`0000-0000-0000-0000-0000-00${guess + 10}`)).status
    expect(status).toBe(429)
  })

  test('for who forgot the password ends the old one and what is open', async () => {
    const { admin, code } = await invite()
    const { account } = v.parse(staffSessionSchema, (await accept(code)).json)
    const reset = v.parse(made, (await admin.ask('POST', `/accounts/${account.id}/reset`)).json)
    const next = '忘了以后再设的新口令'
    const body = { code: reset.code, password: next }
    expect((await ask(app, { method: 'POST', path: '/invitations/accept', body })).status).toBe(200)
    const signIn = (secret: string) =>
      ask(app, { method: 'POST', path: '/session', body: { loginName: 'qin', password: secret } })
    expect((await signIn(password)).status).toBe(401)
    expect((await signIn(next)).status).toBe(200)
  })

  test('for who forgot the password shuts out every other way in; a change of one’s own does not', async () => {
    const { admin, code } = await invite()
    const { account } = v.parse(staffSessionSchema, (await accept(code)).json)
    const of = { account_id: account.id, created_at: now }
    const key = { id: 'k', name: '', public_key: new Uint8Array(1), counter: 0, transports: '[]' }
    const asked = { hash: 'h', kind: 'identity', account_id: account.id, facts: '{}', expires_at: now + 60_000 }
    await store.write(async (writer) => {
      await writer
        .insertInto('passkey')
        .values({ ...key, ...of })
        .execute()
      await writer
        .insertInto('identity')
        .values({ issuer: 'i', subject: 's', ...of })
        .execute()
      await writer.insertInto('pending_proof').values(asked).execute()
      await setPassword(writer, account.id, 'changed')
    })
    const waysIn = async () => ({
      passkeys: (await passkeysOf(store.reader, account.id)).length,
      isBound: (await accountByIdentity(store.reader, 'i', 's')) !== undefined,
      asked: (await store.reader.selectFrom('pending_proof').selectAll().execute()).length,
    })
    expect(await waysIn()).toEqual({ passkeys: 1, isBound: true, asked: 1 })
    const reset = v.parse(made, (await admin.ask('POST', `/accounts/${account.id}/reset`)).json)
    expect(await waysIn()).toEqual({ passkeys: 1, isBound: true, asked: 1 })
    expect((await accept(reset.code)).status).toBe(200)
    expect(await waysIn()).toEqual({ passkeys: 0, isBound: false, asked: 0 })
  })

  test('for who forgot the password is taken back with the account, and stays so', async () => {
    const { admin, code } = await invite()
    const { account } = v.parse(staffSessionSchema, (await accept(code)).json)
    const reset = v.parse(made, (await admin.ask('POST', `/accounts/${account.id}/reset`)).json)
    for (const isDisabled of [true, false])
      expect((await admin.ask('POST', `/accounts/${account.id}`, { isDisabled })).status).toBe(200)
    expect((await accept(reset.code)).status).toBe(403)
  })
})
