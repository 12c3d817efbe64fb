import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { csrfHeader, staffSessionSchema } from '#core/sync/staff-session.ts'
import { hashPassword } from '#server/access/passwords.ts'
import { createApp } from '#server/create-app.ts'
import { addAccount } from '#server/store/accounts.ts'
import { sessionLife } from '#server/store/sessions.ts'
import type { Store } from '#server/store/store.ts'
import { takeAttempt } from '#server/store/throttle.ts'
import { aColleague, type Answer, ask, aTree, staffNow, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { someServices } from '#tests/support/services.ts'

const password = '春江水暖鸭先知2026'
const passwordHash = hashPassword(password)

/** Cookies an answer sets, as the browser would send them back. */
const cookiesOf = ({ headers }: Answer): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')

describe.for(bothEngines())('signing in on $name', ({ isHere, create }) => {
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
    const made = { loginName: 'Huang', displayName: '黄采集', orgId: tree.unit.id, role: 'collector' } as const
    const hash = await passwordHash
    await store.write((writer) => addAccount(writer, { ...made, passwordHash: hash }, now))
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  type Headers = Readonly<Record<string, string>>
  const signIn = (secret = password, headers: Headers = {}, loginName = 'huang') =>
    ask(app, { method: 'POST', path: '/session', body: { loginName, password: secret }, headers })
  const whoAmI = (cookie: string) => ask(app, { method: 'GET', path: '/session', headers: { cookie } })
  const csrfOf = ({ json }: Answer): string => v.parse(staffSessionSchema, json).csrf

  test('opens a session in a cookie no script reads, and keeps only its hash', async () => {
    const answer = await signIn()
    expect(answer.status).toBe(200)
    expect(v.parse(staffSessionSchema, answer.json)).toMatchObject({
      account: { loginName: 'huang', role: 'collector' },
      org: { id: tree.unit.id },
    })
    const [session = ''] = answer.headers.getSetCookie()
    expect(session).toMatch(/^caibao-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/)
    const token = /=([\w-]+)/.exec(session)?.[1] ?? ''
    const rows = await store.reader.selectFrom('staff_session').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
    expect((await whoAmI(cookiesOf(answer))).status).toBe(200)
  })

  test('takes no session the browser brought along (fixation), and ends the one before', async () => {
    const first = cookiesOf(await signIn())
    const planted = 'caibao-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    const second = await signIn(password, { cookie: planted })
    expect(cookiesOf(second)).not.toContain(planted)
    expect((await whoAmI(planted)).status).toBe(401)
    const third = await signIn(password, { cookie: first })
    expect((await whoAmI(first)).status).toBe(401)
    expect((await whoAmI(cookiesOf(third))).status).toBe(200)
  })

  test('says the same of a wrong name, a wrong password and a closed account', async () => {
    await store.write((writer) =>
      addAccount(
        writer,
        { loginName: 'closed', displayName: 'x', orgId: tree.unit.id, role: 'admin', passwordHash: null },
        now,
      ),
    )
    const answers = [
      await signIn('另一个口令另一个口令'),
      await signIn(password, {}, 'nobody'),
      await signIn(password, {}, 'closed'),
    ]
    for (const { status, json } of answers) {
      expect(status).toBe(401)
      expect(json).toEqual({ code: 'SIGN_IN_REFUSED', params: {} })
    }
  })

  test('works as hard for a name that is not there', async () => {
    const timeOf = async (loginName: string): Promise<number> => {
      const times: number[] = []
      for (let round = 0; round < 4; round += 1) {
        const start = process.cpuUsage()
        await signIn('不对的口令不对的口令', {}, loginName)
        const { user, system } = process.cpuUsage(start)
        times.push(user + system)
        now += 3_600_000
      }
      return Math.min(...times)
    }
    await signIn('x', {}, 'warm-up')
    const [known, unknown] = [await timeOf('huang'), await timeOf('nobody')]
    // Argon2 takes tens of milliseconds of work; without it the answer takes less than a tenth of that.
    expect(unknown / known).toBeGreaterThan(0.4)
    expect(unknown / known).toBeLessThan(2.5)
  })

  test('ends after an hour unused, and after twelve in any case', async () => {
    const cookie = cookiesOf(await signIn())
    now += sessionLife.idleMs - 1
    expect((await whoAmI(cookie)).status).toBe(200)
    now += sessionLife.idleMs + 1
    expect((await whoAmI(cookie)).status).toBe(401)
    now = staffNow
    const busy = cookiesOf(await signIn())
    for (; now < staffNow + sessionLife.wholeMs; now += 1_800_000) expect((await whoAmI(busy)).status).toBe(200)
    now += 1
    expect((await whoAmI(busy)).status).toBe(401)
  })

  test('refuses a change that another site asks for', async () => {
    const answer = await signIn()
    const own = { cookie: cookiesOf(answer), [csrfHeader]: csrfOf(answer) }
    const signOut = (headers: Headers) => ask(app, { method: 'DELETE', path: '/session', headers })
    const evil = 'https://evil.example'
    expect((await signOut({ cookie: own.cookie })).status).toBe(403)
    expect((await signOut({ ...own, [csrfHeader]: 'A'.repeat(43) })).status).toBe(403)
    expect((await signOut({ ...own, origin: evil })).status).toBe(403)
    expect((await signOut({ ...own, 'sec-fetch-site': 'cross-site', origin: 'http://caibao.test' })).status).toBe(403)
    expect((await signOut({ ...own, 'sec-fetch-site': 'same-site' })).status).toBe(403)
    expect((await signIn(password, { origin: evil })).status).toBe(403)
    expect((await signOut({ ...own, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await whoAmI(own.cookie)).status).toBe(401)
  })

  test('slows guessing down, but not the browser its owner used before', async () => {
    const owner = cookiesOf(await signIn())
    let last: Answer | undefined
    for (let guess = 0; guess < 8; guess += 1) last = await signIn('猜一猜猜一猜猜一猜')
    expect(last?.status).toBe(429)
    expect(last?.headers.get('Retry-After')).toMatch(/^\d+$/)
    // The server is not busy: the guesses are the cause.
    const retryAfterSeconds = Number(last?.headers.get('Retry-After'))
    expect(last?.json).toEqual({ code: 'SIGN_IN_WAIT', params: { retryAfterSeconds } })
    // The right password from elsewhere waits as well: otherwise the wait would tell it.
    expect((await signIn()).status).toBe(429)
    expect((await signIn(password, { cookie: owner })).status).toBe(200)
    now += 15 * 60_000 + 1
    expect((await signIn()).status).toBe(200)
  })

  test('keeps nobody out, and nobody in, after a clock that was years ahead', async () => {
    const right = now
    now += 3650 * 86_400_000
    const ahead = cookiesOf(await signIn())
    for (let guess = 0; guess < 8; guess += 1) await signIn('猜一猜猜一猜猜一猜')
    await store.write((writer) => writer.updateTable('throttle').set({ failures: 60 }).execute())
    expect((await signIn()).status).toBe(429)
    now = right
    expect((await whoAmI(ahead)).status).toBe(401)
    const answer = await signIn()
    expect(answer.status).toBe(200)
    expect((await whoAmI(cookiesOf(answer))).status).toBe(200)
    // What was counted by that clock is gone.
    expect((await signIn('猜一猜猜一猜猜一猜')).status).toBe(401)
    expect(await store.reader.selectFrom('throttle').select('failures').execute()).toEqual([
      { failures: 1 },
      { failures: 1 },
      { failures: 1 },
    ])
  })

  test('waits no longer than the longest wait, also by two clocks that differ', async () => {
    const keys = [{ kind: 'account', value: 'huang' } as const]
    const attempt = (at: number) => store.write((writer) => takeAttempt(writer, keys, at))
    for (let guess = 0; guess < 30; guess += 1) {
      await attempt(now)
      await store.write((writer) => writer.updateTable('throttle').set({ blocked_until: 0 }).execute())
    }
    expect(await attempt(now)).toBe(0)
    expect(await attempt(now)).toBe(900)
    expect(await attempt(now - 60_000)).toBe(900)
    expect(await attempt(now - 20 * 60_000)).toBe(0)
  })

  test('lets nobody go on guessing at others by signing in on an account of their own', async () => {
    const hash = await passwordHash
    const own = { loginName: 'mole', displayName: '内鬼', orgId: tree.unit.id, role: 'collector' } as const
    await store.write((writer) => addAccount(writer, { ...own, passwordHash: hash }, now))
    // An account each, so that no account's own count says stop; as few as may be, since each is real work.
    const failed = { failures: 47, blocked_until: 0 }
    await signIn('猜一猜猜一猜猜一猜', {}, 'victim-0')
    await store.write((writer) =>
      writer.updateTable('throttle').set(failed).where('key', 'like', 'address:%').execute(),
    )
    const guesses: number[] = []
    for (let guess = 1; guess <= 6; guess += 1) {
      guesses.push((await signIn('猜一猜猜一猜猜一猜', {}, `victim-${guess}`)).status)
      await signIn(password, {}, 'mole')
    }
    expect(guesses).toEqual([401, 401, 401, 429, 429, 429])
    // That address waits; who has the right password and comes from another does not.
    const elsewhere = [{ kind: 'account', value: 'huang' } as const, { kind: 'address', value: '10.9.8.7' } as const]
    expect(await store.write((writer) => takeAttempt(writer, elsewhere, now))).toBe(0)
  })

  test('forgives an address what the one who signs in failed there, and no more', async () => {
    const failuresOf = async (kind: string): Promise<readonly number[]> => {
      const rows = await store.reader.selectFrom('throttle').selectAll().where('key', 'like', `${kind}:%`).execute()
      return rows.map(({ failures }) => failures)
    }
    await signIn('猜一猜猜一猜猜一猜', {}, 'other')
    for (let typo = 0; typo < 3; typo += 1) await signIn('写错了写错了写错了')
    expect(await failuresOf('address')).toEqual([4])
    expect((await signIn()).status).toBe(200)
    expect(await failuresOf('address')).toEqual([1])
    expect((await signIn()).status).toBe(200)
    expect(await failuresOf('address')).toEqual([1])
    // An hour after the first one the office begins anew, however often somebody errs.
    now += 59 * 60_000
    await signIn('写错了写错了写错了', {}, 'third')
    expect(await failuresOf('address')).toEqual([2])
    now += 2 * 60_000
    await signIn('写错了写错了写错了', {}, 'third')
    expect(await failuresOf('address')).toEqual([1])
  })

  test('counts guesses that come all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn('猜一猜猜一猜猜一猜')))
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5)
  })

  test('ends every other session when the password changes', async () => {
    const elsewhere = cookiesOf(await signIn())
    const here = await signIn()
    const next = '另一个更长的口令2027'
    const headers = { cookie: cookiesOf(here), [csrfHeader]: csrfOf(here) }
    const change = (current: string) =>
      ask(app, { method: 'POST', path: '/session/password', body: { current, next }, headers })
    expect((await change('不是这个口令')).status).toBe(401)
    const changed = await change(password)
    expect(changed.status).toBe(200)
    expect((await whoAmI(elsewhere)).status).toBe(401)
    expect((await whoAmI(cookiesOf(here))).status).toBe(401)
    expect((await whoAmI(cookiesOf(changed))).status).toBe(200)
    expect((await signIn(password)).status).toBe(401)
    expect((await signIn(next)).status).toBe(200)
  })

  test('signs out everywhere', async () => {
    const elsewhere = cookiesOf(await signIn())
    const here = await signIn()
    const headers = { cookie: cookiesOf(here), [csrfHeader]: csrfOf(here) }
    const { json } = await ask(app, { method: 'DELETE', path: '/sessions', headers })
    expect(json).toEqual({ ended: 2 })
    expect((await whoAmI(elsewhere)).status).toBe(401)
  })

  test('is promised to https by the address people type, also where no proxy says so', async () => {
    const services = await someServices(store, { now: () => now, publicOrigin: 'https://caibao.test' })
    app = createApp(new Map(), services)
    const answer = await signIn()
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-caibao-session=.*; Path=\/; .*; Secure$/),
      expect.stringMatching(/^__Host-caibao-device=.*; Path=\/; .*; Secure$/),
    ])
    expect((await whoAmI(cookiesOf(answer))).status).toBe(200)
    expect((await whoAmI(cookiesOf(answer).replaceAll('__Host-', ''))).status).toBe(401)
  })

  test('takes no guessed token', async () => {
    for (const guess of ['', 'x', '../../etc', 'A'.repeat(43), '%00', 'a"b', 'none'])
      expect((await whoAmI(`caibao-session=${guess}`)).status).toBe(401)
  })

  test('is left by who is closed, moved or given another role', async () => {
    const admin = await aColleague({ app, store }, tree.city.id, 'admin')
    const answer = await signIn()
    const { account } = v.parse(staffSessionSchema, answer.json)
    const change = (body: unknown) => admin.ask('POST', `/accounts/${account.id}`, body)
    expect((await change({ orgId: tree.otherUnit.id })).status).toBe(404)
    expect((await change({ role: 'reviewer' })).status).toBe(200)
    expect((await whoAmI(cookiesOf(answer))).status).toBe(401)
    const again = cookiesOf(await signIn())
    await change({ isDisabled: true })
    expect((await whoAmI(again)).status).toBe(401)
    expect((await signIn()).status).toBe(401)
  })

  test('cannot be used to raise oneself', async () => {
    const admin = await aColleague({ app, store }, tree.department.id, 'admin')
    const clerk = await aColleague({ app, store }, tree.unit.id, 'collector')
    expect((await admin.ask('POST', `/accounts/${admin.accountId}`, { orgId: tree.unit.id })).status).toBe(409)
    expect((await clerk.ask('POST', `/accounts/${clerk.accountId}`, { role: 'admin' })).status).toBe(403)
    // Who moves their own organisation would choose who is above it, or what is below.
    expect((await admin.ask('POST', `/orgs/${tree.department.id}`, { parentId: tree.unit.id })).status).toBe(409)
    expect((await admin.ask('POST', `/orgs/${tree.unit.id}`, { parentId: tree.city.id })).status).toBe(404)
    const region = await aColleague({ app, store }, tree.region.id, 'admin')
    expect((await region.ask('POST', `/orgs/${tree.unit.id}`, { parentId: tree.otherCity.id })).status).toBe(200)
    // What moved away is out of sight at once, also for a session that is open.
    expect((await admin.ask('GET', `/accounts?orgId=${tree.unit.id}`)).status).toBe(404)
  })
})
