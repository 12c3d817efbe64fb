import type { Hono } from 'hono'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { listen } from '#server/listen.ts'
import { createApp } from '#server/create-app.ts'
import type { Store } from '#server/store/store.ts'
import { aColleague, ask, aTree, type StaffClient } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { someServices } from '#tests/support/services.ts'

const origin = 'https://caibao.test'

/** A small identity provider: everybody who comes is let in as the same person. */
interface Issuer {
  readonly server: Server
  readonly url: string
  /** What the next token says, beside what it must. */
  claims: Readonly<Record<string, unknown>>
  /** Who comes. */
  subject: string
}

async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }
  const asked = new Map<string, { nonce: string; challenge: string }>()
  const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  }
  const issuer: Issuer = {
    server: createServer((request, response) => void answer(request, response)),
    url: '',
    claims: {},
    subject: 'person-1',
  }
  const port = await listen(issuer.server, { host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${port}`

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await readText(request))
    const known = asked.get(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!known || known.challenge !== challenge) return sendJson(response, 400, { error: 'invalid_grant' })
    const idToken = await new SignJWT({ nonce: known.nonce, ...issuer.claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer(url)
      .setAudience('caibao')
      .setSubject(issuer.subject)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey)
    sendJson(response, 200, { access_token: 'a', token_type: 'Bearer', expires_in: 300, id_token: idToken })
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    if (pathname === '/token') return token(request, response)
    if (pathname === '/jwks') return sendJson(response, 200, { keys: [jwk] })
    if (pathname === '/authorize') {
      const code = crypto.randomUUID()
      asked.set(code, { nonce: searchParams.get('nonce') ?? '', challenge: searchParams.get('code_challenge') ?? '' })
      const back = new URL(searchParams.get('redirect_uri') ?? '')
      back.search = new URLSearchParams({ code, state: searchParams.get('state') ?? '', iss: url }).toString()
      response.writeHead(302, { Location: back.href }).end()
      return undefined
    }
    return sendJson(response, 200, {
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    })
  }
  return Object.assign(issuer, { url })
}

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
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    const oidc = { name: '统一认证', issuer: issuer.url, clientId: 'caibao', clientSecret: 's', origin }
    app = createApp(new Map(), await someServices(store, { now: Date.now, signIn: { oidc } }))
    clerk = await aColleague({ app, store, now: Date.now() }, (await aTree(store)).unit.id, 'collector')
    issuer.claims = {}
    issuer.subject = 'person-1'
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

  test('lets in who bound their identity to their account, and nobody else', async () => {
    const stranger = await start()
    expect((await comeBack(stranger.url, stranger.cookie)).headers.get('Location')).toBe('/admin?identity=unknown')
    const bound = await link()
    expect((await comeBack(bound.url, bound.cookie)).headers.get('Location')).toBe('/admin')
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

  test('takes an answer once, in the browser that asked, and only to its own question', async () => {
    const { url, cookie } = await link()
    const foreign = await start()
    expect((await comeBack(url, foreign.cookie)).status).toBe(403)
    expect((await comeBack(url, '')).status).toBe(403)
    expect((await comeBack(url, cookie)).status).toBe(302)
    expect((await comeBack(url, cookie)).status).toBe(403)
    issuer.claims = { nonce: 'of another question' }
    const replayed = await start()
    expect((await comeBack(replayed.url, replayed.cookie)).status).toBe(403)
  })
})
