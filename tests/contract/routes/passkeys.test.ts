import type { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '#server/create-app.ts'
import { changeAccount } from '#server/store/accounts.ts'
import { passkeysOf } from '#server/store/passkeys.ts'
import type { Store } from '#server/store/store.ts'
import { someServices } from '#tests/support/services.ts'
import { aSoftwarePasskey } from '#tests/support/software-passkey.ts'
import { aColleague, type Answer, ask, aTree, type StaffClient, staffNow } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const origin = 'https://caibao.test'
const passkeys = { rpId: 'caibao.test', origin }
const refused = { status: 403, json: { code: 'PASSKEY_REFUSED' } }
const present = 0x01
const verified = 0x04
const withKey = 0x40

describe.for(bothEngines())('a passkey on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let app: Hono
  let now = staffNow
  let owner: StaffClient
  let stranger: StaffClient
  let unitId: string
  beforeAll(async () => {
    if (!isHere) return
    database = await create()
    store = await database.open()
    app = createApp(new Map(), await someServices(store, { now: () => now, signIn: { passkeys } }))
    unitId = (await aTree(store)).unit.id
  })
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    owner = await aColleague({ app, store, now }, unitId, 'collector')
    stranger = await aColleague({ app, store, now }, unitId, 'collector')
  })
  afterAll(async () => {
    if (isHere) await database.remove()
  })

  const asked = async (by: StaffClient = owner) => (await by.ask('POST', '/passkeys/options')).json
  const add = (passkey: unknown, by: StaffClient = owner): Promise<Answer> =>
    by.ask('POST', '/passkeys', { name: '电脑', passkey })
  const challenged = async () => (await ask(app, { method: 'POST', path: '/session/passkey/options' })).json
  const signIn = (passkey: unknown): Promise<Answer> =>
    ask(app, { method: 'POST', path: '/session/passkey', body: { passkey } })
  const sessions = async (): Promise<number> =>
    (await store.reader.selectFrom('staff_session').select('hash').execute()).length

  type Passkey = ReturnType<typeof aSoftwarePasskey>
  type Changes = Parameters<Passkey['answer']>[1]

  async function anAddedOne(changes?: Changes): Promise<Passkey> {
    const passkey = aSoftwarePasskey(origin)
    expect((await add(passkey.made(await asked(), changes))).status).toBe(200)
    return passkey
  }

  /** What comes of an answer, and then of a right one of the same passkey. */
  async function outcomeOf(passkey: Passkey, answer: unknown) {
    const before = await sessions()
    const { status, json, headers } = await signIn(answer)
    const opened = (await sessions()) - before
    const after = await signIn(passkey.answer(await challenged()))
    return { status, json, cookies: headers.getSetCookie(), opened, after: after.status }
  }
  /** Nobody is signed in, nor is whom the passkey belongs to kept out. */
  const nobody = { ...refused, cookies: [], opened: 0, after: 200 }

  const foreign: readonly (readonly [string, Changes])[] = [
    ['a page elsewhere', { origin: 'https://caibao.test.evil.example' }],
    ['a page without encryption', { origin: 'http://caibao.test' }],
    ['another port', { origin: 'https://caibao.test:8443' }],
    ['the name of another server', { rpId: 'evil.example' }],
    ['a page elsewhere, for the name of another server', { origin: 'https://evil.example', rpId: 'evil.example' }],
  ]

  const wrongAnswers: typeof foreign = [
    ...foreign,
    ['the making of one', { type: 'webauthn.create' }],
    ['nobody who is there', { flags: verified }],
    ['nobody who was made sure of', { flags: present }],
  ]
  test.each(wrongAnswers)('signs nobody in by what it said for %s', async (_, changes) => {
    const passkey = await anAddedOne()
    expect(await outcomeOf(passkey, passkey.answer(await challenged(), changes))).toMatchObject(nobody)
  })

  test('signs in once by one answer', async () => {
    const passkey = await anAddedOne()
    const answer = passkey.answer(await challenged())
    expect((await signIn(answer)).status).toBe(200)
    expect(await outcomeOf(passkey, answer)).toMatchObject(nobody)
    const [first, second] = [passkey.answer(await challenged()), passkey.answer(await challenged())]
    const together = await Promise.all([first, first, second].map(signIn))
    expect(together.filter(({ status }) => status === 200)).toHaveLength(2)
  })

  test('answers what this server asked, for this, and in time', async () => {
    const passkey = await anAddedOne()
    const invented = { options: { challenge: Buffer.alloc(32, 1).toString('base64url') } }
    expect(await outcomeOf(passkey, passkey.answer(invented))).toMatchObject(nobody)
    // What was asked of who adds one is no question to who signs in.
    expect(await outcomeOf(passkey, passkey.answer(await asked()))).toMatchObject(nobody)
    const late = passkey.answer(await challenged())
    now += 5 * 60_000
    expect(await outcomeOf(passkey, late)).toMatchObject(nobody)
  })

  test('signs nobody in under the name of another one', async () => {
    const [passkey, other] = [await anAddedOne(), aSoftwarePasskey(origin)]
    const named = (id: string, from: unknown): unknown => Object.assign({}, from, { id, rawId: id })
    expect(await outcomeOf(passkey, named(passkey.id, other.answer(await challenged())))).toMatchObject(nobody)
    // Of nobody at all.
    expect(await outcomeOf(passkey, other.answer(await challenged()))).toMatchObject(nobody)
  })

  test('signs nobody in whose account is shut', async () => {
    const passkey = await anAddedOne()
    const shut = (disabledAt: number | null) =>
      store.write((writer) => changeAccount(writer, owner.accountId, { disabledAt }))
    await shut(now)
    const before = await sessions()
    const said = await signIn(passkey.answer(await challenged()))
    expect(said).toMatchObject(refused)
    expect(said.headers.getSetCookie()).toEqual([])
    expect(await sessions()).toBe(before)
    await shut(null)
    expect((await signIn(passkey.answer(await challenged()))).status).toBe(200)
  })

  test('signs nobody in once it was taken away, which nobody else can do', async () => {
    const passkey = await anAddedOne()
    await stranger.ask('DELETE', `/passkeys/${passkey.id}`)
    expect((await signIn(passkey.answer(await challenged()))).status).toBe(200)
    await owner.ask('DELETE', `/passkeys/${passkey.id}`)
    expect(await signIn(passkey.answer(await challenged()))).toMatchObject(refused)
  })

  test('is known as a copy when its count goes back or stands still', async () => {
    const passkey = await anAddedOne({ counter: 7 })
    const at = async (counter: number) => (await signIn(passkey.answer(await challenged(), { counter }))).status
    expect(await at(7)).toBe(403)
    expect(await at(8)).toBe(200)
    expect(await at(8)).toBe(403)
    expect(await at(0)).toBe(403)
    expect(await at(20)).toBe(200)
    expect(await at(19)).toBe(403)
  })

  const wronglyMade: typeof foreign = [
    ...foreign,
    ['the use of one', { type: 'webauthn.get' }],
    ['nobody who is there', { flags: verified + withKey }],
    ['nobody who was made sure of', { flags: present + withKey }],
  ]
  test.each(wronglyMade)('is not added by what was said for %s', async (_, changes) => {
    expect(await add(aSoftwarePasskey(origin).made(await asked(), changes))).toMatchObject(refused)
    expect(await passkeysOf(store.reader, owner.accountId)).toEqual([])
  })

  test('is added once, to the account that was asked', async () => {
    const passkey = aSoftwarePasskey(origin)
    const made = passkey.made(await asked())
    expect(await add(made, stranger)).toMatchObject(refused)
    // Whoever tried took the question away with it.
    expect(await add(made)).toMatchObject(refused)
    expect(await add(passkey.made(await challenged()))).toMatchObject(refused)
    const mine = passkey.made(await asked())
    expect((await add(mine)).status).toBe(200)
    expect(await add(mine)).toMatchObject(refused)
    // It is somebody's.
    expect(await add(passkey.made(await asked(stranger)), stranger)).toMatchObject(refused)
    expect(await passkeysOf(store.reader, stranger.accountId)).toEqual([])
    expect(await passkeysOf(store.reader, owner.accountId)).toHaveLength(1)
  })
})
