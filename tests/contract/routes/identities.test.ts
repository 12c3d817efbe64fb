import type { Hono } from 'hono'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { createApp } from '#server/create-app.ts'
import { csrfHeader } from '#core/sync/staff-session.ts'
import { csrfOf } from '#server/access/staff-caller.ts'
import type { RequestLog } from '#server/observe/request-log.ts'
import type { Services } from '#server/routes/route.ts'
import type { Store } from '#server/store/store.ts'
import { type Issuer, startIssuer } from '#tests/support/identity-issuer.ts'
import { aColleague, ask, aTree, type StaffClient } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { someServices } from '#tests/support/services.ts'

const origin = 'https://caibao.test'

let issuer: Issuer
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => void issuer.server.close())

describe.for(bothEngines())('an identity provider on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let app: Hono
  let clerk: StaffClient
  let unitId: string
  let warnings: string[]
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    const oidc = { name: '统一认证', issuer: issuer.url, clientId: 'caibao', clientSecret: 's', origin }
    warnings = []
    const warn = (text: string) => void warnings.push(text)
    app = createApp(new Map(), await someServices(store, { now: Date.now, signIn: { oidc }, warn }))
    unitId = (await aTree(store)).unit.id
    clerk = await aColleague({ app, store, now: Date.now() }, unitId, 'collector')
    issuer.claims = {}
    issuer.subject = 'person-1'
    issuer.refusal = ''
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  const cookieOf = (headers: Headers): string => headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
  /** The browser at the provider and back: where it is sent to with which cookies. */
  const comeBack = async (url: string, cookie: string) => {
    const sent = await fetch(url, { redirect: 'manual' })
    const { pathname, search } = new URL(sent.headers.get('Location') ?? '')
    return app.request(`${pathname}${search}`, { headers: { cookie, host: 'caibao.test' } })
  }
  const start = async () => {
    const { status, headers } = await ask(app, { method: 'GET', path: '/session/identity' })
    expect(status).toBe(302)
    return { url: headers.get('Location') ?? '', cookie: cookieOf(headers) }
  }
  const link = async () => {
    const { json, headers } = await clerk.ask('POST', '/identities')
    return { url: v.parse(v.object({ url: v.string() }), json).url, cookie: cookieOf(headers) }
  }

  /** The browser as it is once it was given a new session. */
  const withNewSession = (headers: Headers): StaffClient => {
    const [token = ''] = headers.getSetCookie().flatMap((line) => /session=([^;]+)/.exec(line)?.[1] ?? [])
    const own = { cookie: `caibao-session=${token}`, [csrfHeader]: csrfOf(token) }
    const asked: StaffClient['ask'] = (method, path, body) => ask(app, { method, path, body, headers: own })
    return { accountId: clerk.accountId, headers: own, ask: asked }
  }

  test('lets in who bound their identity to their account, and nobody else', async () => {
    const stranger = await start()
    expect((await comeBack(stranger.url, stranger.cookie)).headers.get('Location')).toBe('/admin?identity=unknown')
    const bound = await link()
    expect((await comeBack(bound.url, bound.cookie)).headers.get('Location')).toBe('/admin/account?identity=bound')
    const again = await start()
    const back = await comeBack(again.url, again.cookie)
    expect(back.headers.get('Location')).toBe('/admin')
    const cookie = back.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ')
    const { json } = await ask(app, { method: 'GET', path: '/session', headers: { cookie } })
    expect(json).toMatchObject({ account: { id: clerk.accountId } })
    issuer.subject = 'person-2'
    const other = await start()
    expect((await comeBack(other.url, other.cookie)).headers.get('Location')).toBe('/admin?identity=unknown')
  })

  test('lists to a person what is bound to their account, and takes it away for good', async () => {
    const whereTo = async ({ url, cookie }: { url: string; cookie: string }) => {
      const { headers } = await comeBack(url, cookie)
      const to = headers.get('Location')
      if (to === '/admin/account?identity=bound') clerk = withNewSession(headers)
      return to
    }
    const listed = async (who: StaffClient) => (await who.ask('GET', '/identities')).json
    expect(await listed(clerk)).toEqual({ items: [] })
    await whereTo(await link())
    // Bound again it stays as it was.
    expect(await whereTo(await link())).toBe('/admin/account?identity=bound')
    const bound = { issuer: issuer.url, subject: 'person-1' }
    expect(await listed(clerk)).toEqual({ items: [{ ...bound, createdAt: expect.any(Number) }] })
    const other = await aColleague({ app, store, now: Date.now() }, unitId, 'collector')
    expect(await listed(other)).toEqual({ items: [] })
    const asked = await other.ask('POST', '/identities')
    const { url } = v.parse(v.object({ url: v.string() }), asked.json)
    expect(await whereTo({ url, cookie: cookieOf(asked.headers) })).toBe('/admin/account?identity=taken')
    const remove = (who: StaffClient) => who.ask('DELETE', `/identities?${new URLSearchParams(bound).toString()}`)
    expect((await remove(other)).status).toBe(200)
    expect(await listed(clerk)).toMatchObject({ items: [bound] })
    expect((await remove(clerk)).status).toBe(200)
    expect(await listed(clerk)).toEqual({ items: [] })
    expect(await whereTo(await start())).toBe('/admin?identity=unknown')
    const kinds = (await store.reader.selectFrom('log_entry').select('kind').orderBy('position').execute()).map(
      ({ kind }) => kind,
    )
    expect(kinds.filter((kind) => kind.startsWith('identity'))).toEqual(['identityBound', 'identityRemoved'])
  })

  test('tells on the account page when binding came to nothing', async () => {
    issuer.claims = { nonce: 'of another question' }
    const { url, cookie } = await link()
    expect((await comeBack(url, cookie)).headers.get('Location')).toBe('/admin/account?identity=refused')
  })

  test('takes an answer once, in the browser that asked, and only to its own question', async () => {
    const { url, cookie } = await link()
    const foreign = await start()
    const whereTo = async (from: string, held: string) => {
      const { status, headers } = await comeBack(from, held)
      expect(status).toBe(302)
      return headers.get('Location')
    }
    // Who binds is signed in, and is told at their account.
    expect(await whereTo(url, foreign.cookie)).toBe('/admin/account?identity=refused')
    expect(await whereTo(url, '')).toBe('/admin/account?identity=refused')
    expect(await whereTo(url, cookie)).toBe('/admin/account?identity=bound')
    expect(await whereTo(url, cookie)).toBe('/admin/account?identity=refused')
    issuer.claims = { nonce: 'of another question' }
    const replayed = await start()
    expect(await whereTo(replayed.url, replayed.cookie)).toBe('/admin?identity=refused')
  })

  test('that is silent, or says no, is told on the page, not in raw words', async () => {
    const own = await startIssuer()
    const oidc = { name: '统一认证', issuer: own.url, clientId: 'caibao', clientSecret: 's', origin }
    const warn = (text: string) => void warnings.push(text)
    app = createApp(new Map(), await someServices(store, { now: Date.now, signIn: { oidc }, warn }))
    const denied = await start()
    const state = new URL(denied.url).searchParams.get('state') ?? ''
    const no = await app.request(`/api/v1/session/identity/callback?error=access_denied&state=${state}`, {
      headers: { cookie: denied.cookie, host: 'caibao.test' },
    })
    expect([no.status, no.headers.get('Location')]).toEqual([302, '/admin?identity=refused'])
    // A person changed their mind: nothing is to be put right.
    expect(warnings).toEqual([])
    const asked = await start()
    const sent = await fetch(asked.url, { redirect: 'manual' })
    await new Promise<void>((resolve) => {
      own.server.closeAllConnections()
      own.server.close(() => resolve())
    })
    const { pathname, search } = new URL(sent.headers.get('Location') ?? '')
    const headers = { cookie: asked.cookie, host: 'caibao.test' }
    const back = await app.request(`${pathname}${search}`, { headers })
    expect([back.status, back.headers.get('Location')]).toEqual([302, '/admin?identity=unreachable'])
    expect(warnings.splice(0)).toEqual([
      expect.stringMatching(/^统一身份认证 http\S+ 没有应答，.*（.*ECONN\w+.*）.*OIDC_ISSUER/),
    ])
    // One that never answered at all.
    const gone = { ...oidc, issuer: own.url.replace('127.0.0.1', 'localhost') }
    app = createApp(new Map(), await someServices(store, { now: Date.now, signIn: { oidc: gone }, warn }))
    const { status, headers: told } = await ask(app, { method: 'GET', path: '/session/identity' })
    expect([status, told.get('Location')]).toEqual([302, '/admin?identity=unreachable'])
    const bound = await ask(app, { method: 'POST', path: '/identities', headers: clerk.headers })
    expect([bound.status, bound.json]).toEqual([200, { url: '/admin/account?identity=unreachable' }])
  })

  test('that does not know this server says so to whoever runs it, by its codes alone', async () => {
    issuer.refusal = 'invalid_client'
    const { url, cookie } = await start()
    expect((await comeBack(url, cookie)).headers.get('Location')).toBe('/admin?identity=refused')
    expect(warnings).toEqual([expect.stringMatching(/OAUTH_RESPONSE_BODY_ERROR invalid_client）.*OIDC_CLIENT_SECRET/)])
    expect(warnings.join()).not.toContain('words')
  })

  test('is told of by what a provider answers, not by whatever anybody writes into the address', async () => {
    const answered = async (error: string) => {
      const { url, cookie } = await start()
      const state = new URL(url).searchParams.get('state') ?? ''
      const headers = { cookie, host: 'caibao.test' }
      await app.request(`/api/v1/session/identity/callback?error=${error}&state=${state}`, { headers })
    }
    for (const error of ['made_up_1', 'made_up_2', 'made_up_1']) await answered(error)
    expect(warnings.join()).not.toContain('made_up')
    // The same text each time is said now and then.
    expect(new Set(warnings).size).toBe(1)
    await answered('invalid_scope')
    expect(warnings.at(-1)).toContain('invalid_scope')
  })

  test('ends the session that asked to bind, though the browser does not show it', async () => {
    const { url, cookie } = await link()
    const back = await comeBack(url, cookie)
    expect(back.headers.get('Location')).toBe('/admin/account?identity=bound')
    expect((await clerk.ask('GET', '/session')).status).toBe(401)
    expect((await withNewSession(back.headers).ask('GET', '/identities')).json).toMatchObject({
      items: [{ subject: 'person-1' }],
    })
  })

  test('what the server itself cannot do is told on the page, too, and counted as what it was', async () => {
    const oidc = { name: '统一认证', issuer: issuer.url, clientId: 'caibao', clientSecret: 's', origin }
    const statuses: number[] = []
    const log: RequestLog = ({ status }) => void statuses.push(status)
    const services = await someServices(store, { now: Date.now, signIn: { oidc }, log })
    const whereTo = async (changes: Partial<Services>, path: string) => {
      app = createApp(new Map(), { ...services, ...changes })
      const { status, headers } = await ask(app, { method: 'GET', path })
      return [status, headers.get('Location')]
    }
    const paths = ['/session/identity', '/session/identity/callback?state=a']
    const busy = { rate: { take: () => 30 } }
    for (const path of paths) expect(await whereTo(busy, path)).toEqual([302, '/admin?identity=busy'])
    const failing = { store: { ...store, write: () => Promise.reject(new Error('no database')) } }
    expect(await whereTo(failing, '/session/identity')).toEqual([302, '/admin?identity=failed'])
    const tooLong = `/session/identity/callback?state=${'a'.repeat(4001)}`
    expect(await whereTo({}, tooLong)).toEqual([302, '/admin?identity=refused'])
    expect(statuses).toEqual([429, 429, 500, 400])
    expect(await whereTo({ signIn: {} }, '/session/identity')).toEqual([404, null])
    // Who binds is signed in: at the sign-in page nobody would tell them.
    app = createApp(new Map(), services)
    const asked = new URL((await link()).url).searchParams
    const back = `/session/identity/callback?state=${asked.get('state')}`
    expect(await whereTo(busy, back)).toEqual([302, '/admin/account?identity=busy'])
  })
})
