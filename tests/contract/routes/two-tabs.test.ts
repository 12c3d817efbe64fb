import { setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useColleaguesStore } from '#app/management/stores/useColleaguesStore.ts'
import { useOrgsStore } from '#app/management/stores/useOrgsStore.ts'
import { useStaffStore } from '#app/management/stores/useStaffStore.ts'
import type { WireRequest } from '#app/platform/sync-client/send-over-wire.ts'
import { openStaffServer } from '#app/platform/sync-client/staff-server.ts'
import { createInvitation, listAccounts } from '#core/sync/accounts.ts'
import type { StaffRole } from '#core/sync/endpoint.ts'
import { signOut } from '#core/sync/staff-session.ts'
import type { WireAnswer } from '#core/sync/wire-answer.ts'
import { hashPassword } from '#server/access/passwords.ts'
import { createApp } from '#server/create-app.ts'
import { addAccount } from '#server/store/accounts.ts'
import type { Store } from '#server/store/store.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { someServices } from '#tests/support/services.ts'
import { aTree, staffNow, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const password = '春江水暖鸭先知2026'
const passwordHash = hashPassword(password)

/** A browser: its tabs share the cookies, and nothing else. */
function aBrowser(app: ReturnType<typeof createApp>) {
  const cookies = new Map<string, string>()
  const asked: string[] = []
  const cable = { isOut: false }
  async function wire({ method, path, headers, body }: WireRequest): Promise<WireAnswer> {
    asked.push(`${method} ${path}`)
    if (cable.isOut) return { kind: 'failed', why: 'offline' }
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const init = { method, headers: { ...headers, cookie, host: 'caibao.test' }, ...(body !== undefined && { body }) }
    const response = await app.request(path, init)
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split('=')
      cookies.set(name, value)
    }
    return { kind: 'answer', status: response.status, text: await response.text() }
  }
  async function openTab() {
    const server = openStaffServer('2012.1', wire)
    setActivePinia(await pageStores({ staffServer: () => Promise.resolve(server) }))
    return { server, staff: useStaffStore(), colleagues: useColleaguesStore(), orgs: useOrgsStore() }
  }
  return { asked, cable, openTab }
}

describe.for(bothEngines())('two tabs of a browser on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let tree: Tree
  let browser: ReturnType<typeof aBrowser>
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    vi.stubGlobal('location', { origin: 'https://caibao.test' })
    database = await create()
    store = await database.open()
    tree = await aTree(store)
    browser = aBrowser(createApp(new Map(), await someServices(store)))
    await add('jia', 'admin')
    await add('yi', 'admin')
    await add('bing', 'collector')
  })
  afterEach(async () => {
    vi.unstubAllGlobals()
    if (isHere) await database.remove()
  })

  async function add(loginName: string, role: StaffRole): Promise<void> {
    const account = { loginName, displayName: `${loginName} 同事`, orgId: tree.unit.id, role }
    const hash = await passwordHash
    await store.write((writer) => addAccount(writer, { ...account, passwordHash: hash }, staffNow))
  }
  /** Two tabs, the first of which is signed in. */
  async function twoTabs(loginName = 'jia') {
    const [one, other] = [await browser.openTab(), await browser.openTab()]
    expect(await one.staff.enterBy(loginName, password)).toBe(true)
    return { one, other }
  }
  const invite = ({ server }: Awaited<ReturnType<typeof browser.openTab>>) =>
    server.ask(createInvitation, { body: { orgId: tree.unit.id, role: 'collector', displayName: '新同事' } })
  const invitations = async () => (await store.reader.selectFrom('invitation').selectAll().execute()).length

  test('who signs in again in one can go on writing in the other', async () => {
    const { one, other } = await twoTabs()
    expect(await other.staff.enterBy('jia', password)).toBe(true)
    expect((await invite(one)).ok).toBe(true)
    const before = browser.asked.length
    expect((await invite(one)).ok).toBe(true)
    expect(browser.asked.slice(before)).toEqual(['POST /api/v1/invitations'])
    expect(await invitations()).toBe(2)
  })

  test('several that were on their way with the old word all go on', async () => {
    const { one, other } = await twoTabs()
    expect(await other.staff.enterBy('jia', password)).toBe(true)
    const sent = await Promise.all([invite(one), invite(one), invite(one)])
    expect(sent.map(({ ok }) => ok)).toEqual([true, true, true])
  })

  test('who signs in in one as somebody else does not write in the other unseen', async () => {
    const { one, other } = await twoTabs()
    expect(await other.staff.enterBy('yi', password)).toBe(true)
    const error = { code: 'SERVER_OTHER_ACCOUNT', params: { name: 'yi 同事' } }
    expect(await invite(one)).toEqual({ ok: false, remedy: 'needsPerson', error })
    expect(await invite(one)).toMatchObject({ error })
    expect(await invitations()).toBe(0)
  })

  test('who signs in in one as somebody else reads nothing of theirs in the other unseen', async () => {
    const { one, other } = await twoTabs()
    expect(await other.staff.enterBy('yi', password)).toBe(true)
    const query = { orgId: tree.unit.id }
    const error = { code: 'SERVER_OTHER_ACCOUNT', params: { name: 'yi 同事' } }
    expect(await one.server.ask(listAccounts, { query })).toEqual({ ok: false, remedy: 'needsPerson', error })
    expect(await one.server.ask(listAccounts, { query })).toMatchObject({ error })
    expect((await other.server.ask(listAccounts, { query })).ok).toBe(true)
    // Whoever looks at the page of the server sees who it is, and goes on as them.
    await one.staff.load()
    expect(one.staff).toMatchObject({ status: 'in', session: { account: { loginName: 'yi' } } })
    expect((await one.server.ask(listAccounts, { query })).ok).toBe(true)
  })

  test('what was read for one account does not stand in the page of another', async () => {
    const { one, other } = await twoTabs()
    await one.orgs.load()
    await one.colleagues.open(tree.unit.id)
    expect([one.orgs.lines.length, one.colleagues.accounts?.length]).toEqual([1, 3])
    expect(await other.staff.enterBy('yi', password)).toBe(true)
    await one.colleagues.open(tree.unit.id)
    expect(one.colleagues).toMatchObject({ accounts: undefined, error: { code: 'SERVER_OTHER_ACCOUNT' } })
    const late = one.server.ask(listAccounts, { query: { orgId: tree.unit.id } })
    await one.staff.load()
    expect([one.orgs.lines, one.colleagues.accounts]).toEqual([[], undefined])
    expect(await late).toMatchObject({ error: { code: 'SERVER_OTHER_ACCOUNT' } })
    await one.orgs.load()
    await one.staff.leave()
    expect(one.orgs.lines).toEqual([])
  })

  test('who signs in again in one goes on reading in the other', async () => {
    const { one, other } = await twoTabs()
    expect(await other.staff.enterBy('jia', password)).toBe(true)
    expect((await one.server.ask(listAccounts, { query: { orgId: tree.unit.id } })).ok).toBe(true)
  })

  test('what is read by no page, with no word, is answered by the cookie alone', async () => {
    const { one } = await twoTabs()
    const server = await browser.openTab()
    expect((await server.server.ask(listAccounts, { query: { orgId: tree.unit.id } })).ok).toBe(true)
    expect(one.staff.status).toBe('in')
  })

  test('who signs out in one is asked to sign in in the other', async () => {
    const { one, other } = await twoTabs()
    await other.server.ask(signOut)
    expect(await other.staff.enterBy('jia', password)).toBe(true)
    await other.staff.leave()
    await one.orgs.load()
    await one.colleagues.open(tree.unit.id)
    expect(one.staff).toMatchObject({
      status: 'out',
      session: undefined,
      error: { code: 'SERVER_SIGN_IN_NEEDED' },
    })
    expect([one.orgs.lines, one.colleagues.accounts]).toEqual([[], undefined])
    expect(await invite(one)).toMatchObject({ remedy: 'needsPerson', error: { code: 'SERVER_SIGN_IN_NEEDED' } })
    expect(await one.staff.enterBy('jia', password)).toBe(true)
    expect(one.staff.error).toBeUndefined()
    expect((await invite(one)).ok).toBe(true)
  })

  test('who cannot sign out for want of a network is told so, and is still in', async () => {
    const { one } = await twoTabs()
    browser.cable.isOut = true
    await one.staff.leave()
    const stands = { status: 'in', session: { account: { loginName: 'jia' } } }
    expect(one.staff).toMatchObject({ ...stands, error: { code: 'SIGN_OUT_FAILED' } })
    await one.staff.leave(true)
    expect(one.staff).toMatchObject({ ...stands, error: { code: 'SIGN_OUT_FAILED' } })
    browser.cable.isOut = false
    await one.staff.leave()
    expect(one.staff).toMatchObject({ status: 'out', session: undefined, error: undefined })
  })

  test('who signs out in one while somebody else is in has it empty, and is told who is in', async () => {
    const { one, other } = await twoTabs()
    await one.orgs.load()
    expect(await other.staff.enterBy('yi', password)).toBe(true)
    await one.staff.leave()
    const error = { code: 'SERVER_OTHER_ACCOUNT', params: { name: 'yi 同事' } }
    expect(one.staff).toMatchObject({ status: 'out', session: undefined, error })
    expect(one.orgs.lines).toEqual([])
    expect(other.staff.status).toBe('in')
  })

  test('an invitation that is refused, and a wrong password, leave whoever is signed in where they are', async () => {
    const { one } = await twoTabs()
    await one.orgs.load()
    const made = await invite(one)
    if (!made.ok) throw new Error(made.error.code)
    const { code } = made.value
    expect(await one.staff.accept({ code, loginName: 'yi', password })).toBe(false)
    const stands = { status: 'in', session: { account: { loginName: 'jia' } } }
    expect(one.staff).toMatchObject({ ...stands, error: { code: 'LOGIN_NAME_TAKEN' } })
    expect(await one.staff.enterBy('yi', 'wrong')).toBe(false)
    expect(one.staff).toMatchObject({ ...stands, error: { code: 'SIGN_IN_REFUSED' } })
    expect(one.orgs.lines).toHaveLength(1)
    expect(await one.staff.accept({ code, loginName: 'ding', password })).toBe(true)
    expect(one.staff).toMatchObject({ status: 'in', session: { account: { loginName: 'ding' } }, error: undefined })
    expect(one.orgs.lines).toEqual([])
  })

  test('what an account may not do is refused, and asked no second time', async () => {
    const { one } = await twoTabs('bing')
    const before = browser.asked.length
    expect(await invite(one)).toMatchObject({ ok: false, error: { code: 'SERVER_FORBIDDEN' } })
    expect(browser.asked.slice(before)).toEqual(['POST /api/v1/invitations', 'GET /api/v1/session'])
  })

  test('work that goes on by itself takes no session of somebody else', async () => {
    const { one, other } = await twoTabs()
    await other.staff.load()
    await other.staff.leave()
    one.staff.status = 'out'
    expect(await other.staff.enterBy('yi', password)).toBe(true)
    await one.staff.goOn()
    expect(one.staff).toMatchObject({ status: 'out', error: { code: 'SERVER_OTHER_ACCOUNT' } })
    expect(await invite(one)).toMatchObject({ error: { code: 'SERVER_OTHER_ACCOUNT' } })
    // Whoever looks at the page of the server sees who it is, and goes on as them.
    await one.staff.load()
    expect(one.staff).toMatchObject({ status: 'in', session: { account: { loginName: 'yi' } } })
    expect((await invite(one)).ok).toBe(true)
  })
})
