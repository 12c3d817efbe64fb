import type { Hono } from 'hono'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { createApp } from '#server/create-app.ts'
import { hashPassword } from '#server/access/passwords.ts'
import { changeAccount, resetPassword, setPassword, signOutEverywhere } from '#server/store/accounts.ts'
import type { Writer } from '#server/store/database.ts'
import { identitiesOf } from '#server/store/identities.ts'
import { passkeysOf } from '#server/store/passkeys.ts'
import type { Store } from '#server/store/store.ts'
import { type Issuer, startIssuer } from '#tests/support/identity-issuer.ts'
import { amidWrite, beforeWrite } from '#tests/support/racing.ts'
import { someServices } from '#tests/support/services.ts'
import { aSoftwarePasskey } from '#tests/support/software-passkey.ts'
import { aColleague, ask, aTree, type StaffClient } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const origin = 'https://caibao.test'
const passkeys = { rpId: 'caibao.test', origin }
const nextHash = hashPassword('another one of the owner')

let issuer: Issuer
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => void issuer.server.close())

describe.for(bothEngines())('a way in that is being bound on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  /** Whoever sits at the open session: not its owner. */
  let stranger: StaffClient
  let unitId: string
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    unitId = (await aTree(store)).unit.id
    await anotherStranger()
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  async function appAt(racing: Store): Promise<Hono> {
    const oidc = { name: '统一认证', issuer: issuer.url, clientId: 'caibao', clientSecret: 's', origin }
    const signIn = { oidc, passkeys }
    return createApp(new Map(), await someServices(store, { store: racing, now: Date.now, signIn }))
  }

  async function anotherStranger(): Promise<void> {
    stranger = await aColleague({ app: await appAt(store), store, now: Date.now() }, unitId, 'collector')
  }

  const reset = async (writer: Writer) => resetPassword(writer, stranger.accountId, await nextHash)
  const changes: readonly (readonly [string, (writer: Writer) => Promise<unknown>])[] = [
    ['a reset', reset],
    ['a new password', async (writer: Writer) => setPassword(writer, stranger.accountId, await nextHash)],
    ['being shut out', (writer: Writer) => changeAccount(writer, stranger.accountId, { disabledAt: Date.now() })],
    [
      'being shut out and let in again',
      async (writer: Writer) => {
        await changeAccount(writer, stranger.accountId, { disabledAt: Date.now() })
        await changeAccount(writer, stranger.accountId, { disabledAt: null })
      },
    ],
    ['signing out everywhere', (writer: Writer) => signOutEverywhere(writer, stranger.accountId)],
  ]

  const sessions = async () => {
    const all = store.reader.selectFrom('staff_session').selectAll()
    return (await all.where('account_id', '=', stranger.accountId).execute()).length
  }
  const send = (app: Hono, path: string, body?: unknown) =>
    ask(app, { method: 'POST', path, body, headers: stranger.headers })
  const askAt = (app: Hono, path: string, body?: unknown) => ask(app, { method: 'POST', path, body })

  interface Begun {
    readonly path: string
    readonly cookie: string
  }

  /** Out to the provider, and on the way back. */
  async function away(asked: { readonly url: string; readonly headers: Headers }): Promise<Begun> {
    const sent = await fetch(asked.url, { redirect: 'manual' })
    const { pathname, search } = new URL(sent.headers.get('Location') ?? '')
    return { path: `${pathname}${search}`, cookie: asked.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '' }
  }
  async function linking(app: Hono): Promise<Begun> {
    const { json, headers } = await send(app, '/identities')
    return away({ url: v.parse(v.object({ url: v.string() }), json).url, headers })
  }
  async function comeBack(app: Hono, { path, cookie }: Begun) {
    const { headers } = await app.request(path, { headers: { cookie, host: 'caibao.test' } })
    return { to: headers.get('Location'), sessions: headers.getSetCookie() }
  }
  const nobody = { to: expect.stringMatching(/^\/admin(\/account)?\?identity=refused$/), sessions: [] }

  async function addPasskeyAt(app: Hono) {
    const passkey = aSoftwarePasskey(origin)
    const { json } = await send(app, '/passkeys/options')
    return { passkey, add: (at: Hono) => send(at, '/passkeys', { name: '电脑', passkey: passkey.made(json) }) }
  }

  test.each(changes)('binds no identity once %s ended the session that asked', async (_, change) => {
    const app = await appAt(store)
    const begun = await linking(app)
    await store.write(change)
    expect(await comeBack(app, begun)).toEqual(nobody)
    expect(await identitiesOf(store.reader, stranger.accountId)).toEqual([])
    expect(await sessions()).toBe(0)
  })

  test.each(changes)('binds no identity over %s while the provider is asked', async (_, change) => {
    for (const racing of [beforeWrite, amidWrite]) {
      const begun = await linking(await appAt(store))
      // What was asked is taken back, then the identity is bound.
      expect(await comeBack(await appAt(racing(store, 2, change)), begun)).toEqual(nobody)
      expect(await identitiesOf(store.reader, stranger.accountId)).toEqual([])
      expect(await sessions()).toBe(0)
      await anotherStranger()
    }
    await comeBack(await appAt(store), await linking(await appAt(store)))
    expect(await identitiesOf(store.reader, stranger.accountId)).toHaveLength(1)
  })

  test.each(changes)('keeps no passkey over %s', async (_, change) => {
    for (const racing of [beforeWrite, amidWrite]) {
      const { add } = await addPasskeyAt(await appAt(store))
      // What was asked is taken back, then the passkey is put.
      expect((await add(await appAt(racing(store, 2, change)))).json).toMatchObject({ code: 'SERVER_SIGN_IN_NEEDED' })
      expect(await passkeysOf(store.reader, stranger.accountId)).toEqual([])
      await anotherStranger()
    }
    const { add } = await addPasskeyAt(await appAt(store))
    expect((await add(await appAt(store))).status).toBe(200)
  })

  test('opens no session by a passkey that a reset took away meanwhile', async () => {
    const signInAt = async (racing: Store) => {
      const { passkey, add } = await addPasskeyAt(await appAt(store))
      await add(await appAt(store))
      const app = await appAt(racing)
      const { json } = await askAt(app, '/session/passkey/options')
      return askAt(app, '/session/passkey', { passkey: passkey.answer(json) })
    }
    expect((await signInAt(store)).status).toBe(200)
    // The challenge is put, the attempt counted, the challenge taken back, the attempt forgiven, the session opened.
    for (const racing of [beforeWrite(store, 3, reset), beforeWrite(store, 4, reset), amidWrite(store, 5, reset)]) {
      await anotherStranger()
      const answer = await signInAt(racing)
      expect(answer.json).toMatchObject({ code: 'PASSKEY_REFUSED' })
      expect(answer.headers.getSetCookie()).toEqual([])
      expect(await sessions()).toBe(0)
    }
  })

  test('opens no session by an identity that a reset took away meanwhile', async () => {
    const app = await appAt(store)
    await comeBack(app, await linking(app))
    const { headers } = await ask(app, { method: 'GET', path: '/session/identity' })
    const begun = await away({ url: headers.get('Location') ?? '', headers })
    const answer = await comeBack(await appAt(amidWrite(store, 2, reset)), begun)
    expect(answer).toEqual({ to: '/admin?identity=unknown', sessions: [] })
    expect(await sessions()).toBe(0)
  })
})
