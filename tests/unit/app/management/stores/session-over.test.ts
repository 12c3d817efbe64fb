import { setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useOrgsStore } from '#app/management/stores/useOrgsStore.ts'
import { useStaffStore } from '#app/management/stores/useStaffStore.ts'
import { useUnitSyncStore } from '#app/management/stores/useUnitSyncStore.ts'
import type { WireRequest } from '#app/platform/sync-client/send-over-wire.ts'
import { openStaffServer } from '#app/platform/sync-client/staff-server.ts'
import { fail } from '#core/errors/result.ts'
import type { StaffSession } from '#core/sync/staff-session.ts'
import type { WireAnswer } from '#core/sync/wire-answer.ts'
import { joinedPage } from '#tests/support/joined-page.ts'
import { pageStores } from '#tests/support/page-stores.ts'

const org: StaffSession['org'] = {
  id: '01a2106e-6500-7a28-b2b1-33a55de418fe',
  parentId: null,
  name: '某校',
  orgCode: 'U1',
  division: '450000',
  level: 'unit',
}
const accountIds = {
  jia: '01a2106e-6500-7d1f-8154-032f32da844c',
  yi: '01a2106e-6500-7d1f-8154-032f32da844d',
}
type LoginName = keyof typeof accountIds

const sessionOf = (loginName: LoginName): StaffSession => ({
  account: {
    id: accountIds[loginName],
    loginName,
    displayName: loginName,
    orgId: org.id,
    role: 'admin',
    createdAt: 0,
    disabledAt: null,
  },
  org,
  expiresAt: 1,
  csrf: `${loginName}${'a'.repeat(22)}`,
})
const answer = (status: number, body: object): WireAnswer => ({ kind: 'answer', status, text: JSON.stringify(body) })
const options = { isSetUp: true, hasPasskeys: false, identityProvider: null }

/** A page of a server that knows whoever is in there. */
async function aPage() {
  const cookie: { of?: LoginName | undefined } = {}
  const line = { isCut: false }
  const asked: string[] = []
  async function wire({ method, path, body }: WireRequest): Promise<WireAnswer> {
    asked.push(`${method} ${path}`)
    if (line.isCut) return { kind: 'failed', why: 'offline' }
    if (path.endsWith('/sign-in-options')) return answer(200, options)
    if (method === 'DELETE') return answer(200, {})
    if (method === 'POST') cookie.of = String(body).includes('"yi"') ? 'yi' : 'jia'
    if (cookie.of === undefined) return answer(401, { code: 'SERVER_SIGN_IN_NEEDED', params: {} })
    return answer(200, path.includes('/orgs') ? { items: [org], next: null } : sessionOf(cookie.of))
  }
  const server = openStaffServer('2012.1', wire)
  setActivePinia(await pageStores({ staffServer: () => Promise.resolve(server) }))
  const [staff, orgs] = [useStaffStore(), useOrgsStore()]
  await staff.enterBy('jia', '一句口令')
  await orgs.load()
  const end = async () => {
    cookie.of = undefined
    await orgs.load()
  }
  return { staff, orgs, cookie, line, asked, end }
}

/** The same, with something half typed when the session ends. */
async function overAmidTyping() {
  const page = await aPage()
  page.staff.isHalfTyped = true
  await page.end()
  return page
}

describe('a session that ends by itself', () => {
  beforeEach(() => vi.stubGlobal('location', { origin: 'https://caibao.test' }))
  afterEach(() => vi.unstubAllGlobals())

  test('empties a page into which nothing was typed: it is read anew', async () => {
    const { staff, orgs, end } = await aPage()
    expect(orgs.lines).toHaveLength(1)
    await end()
    expect(staff).toMatchObject({ status: 'out', session: undefined, error: { code: 'SERVER_SIGN_IN_NEEDED' } })
    expect(orgs.lines).toEqual([])
  })

  test('leaves what is half typed to the same account, which goes on where it was', async () => {
    const { staff, orgs } = await overAmidTyping()
    const stands = { session: { account: { loginName: 'jia' } } }
    expect(staff).toMatchObject({ ...stands, status: 'over', error: { code: 'SERVER_SIGN_IN_NEEDED' } })
    expect(orgs.lines).toHaveLength(1)
    await staff.enterBy('jia', '一句口令')
    expect(staff).toMatchObject({ ...stands, status: 'in', error: undefined, isHalfTyped: true })
    expect(orgs.lines).toHaveLength(1)
  })

  test('leaves nothing of it to another account', async () => {
    const { staff, orgs } = await overAmidTyping()
    await staff.enterBy('yi', '一句口令')
    expect(staff).toMatchObject({ status: 'in', session: { account: { loginName: 'yi' } }, isHalfTyped: false })
    expect(orgs.lines).toEqual([])
  })

  test('is not asked for again by what is refused meanwhile', async () => {
    const { staff, orgs, asked } = await overAmidTyping()
    const before = asked.length
    await orgs.load()
    expect(asked.slice(before)).toEqual(['GET /api/v1/orgs'])
    expect(staff.status).toBe('over')
  })

  test('leaves it also while work that goes on by itself finds nobody in, or no server', async () => {
    const { staff, line } = await overAmidTyping()
    expect(await staff.goOn()).toBe(false)
    expect(staff.status).toBe('over')
    line.isCut = true
    expect(await staff.goOn()).toBe(false)
    expect(staff).toMatchObject({ status: 'over', error: { code: 'DELIVERY_NO_CONNECTION' } })
  })

  test('leaves nothing of it once somebody else is in in another tab', async () => {
    const { staff, orgs, cookie } = await overAmidTyping()
    cookie.of = 'yi'
    expect(await staff.goOn()).toBe(false)
    expect(staff).toMatchObject({ status: 'out', session: undefined, error: { code: 'SERVER_OTHER_ACCOUNT' } })
    expect(orgs.lines).toEqual([])
  })

  test('goes on when who comes back to the page is in by then, and says what it said until then', async () => {
    const { staff, orgs, cookie } = await overAmidTyping()
    await staff.comeBack()
    expect(staff).toMatchObject({ status: 'over', error: { code: 'SERVER_SIGN_IN_NEEDED' } })
    cookie.of = 'jia'
    await staff.comeBack()
    expect(staff).toMatchObject({ status: 'in', error: undefined, isHalfTyped: true })
    expect(orgs.lines).toHaveLength(1)
  })

  test('leaves nothing of it when another account comes back to the page', async () => {
    const { staff, cookie } = await overAmidTyping()
    cookie.of = 'yi'
    await staff.comeBack()
    expect(staff).toMatchObject({ status: 'out', session: undefined, error: { code: 'SERVER_OTHER_ACCOUNT' } })
  })

  test('asks nothing of who comes back to a page that nobody was signed out of', async () => {
    const { staff, asked } = await aPage()
    const before = asked.length
    await staff.comeBack()
    expect(asked.slice(before)).toEqual([])
    expect(staff.status).toBe('in')
  })

  test('leaves nothing once the page was left', async () => {
    const { staff, orgs } = await overAmidTyping()
    staff.dropTyped()
    expect(staff).toMatchObject({ status: 'out', session: undefined, isHalfTyped: false })
    expect(orgs.lines).toEqual([])
  })

  test('is told from signing out by hand, which leaves nothing', async () => {
    const { staff, orgs } = await aPage()
    staff.isHalfTyped = true
    await staff.leave()
    expect(staff).toMatchObject({ status: 'out', session: undefined, error: undefined, isHalfTyped: false })
    expect(orgs.lines).toEqual([])
  })

  test('leaves it also when a run of the unit finds nobody in', async () => {
    const { pinia, server } = await joinedPage()
    const { ask } = server
    const refused = { ...fail('SERVER_SIGN_IN_NEEDED', {}), remedy: 'needsPerson' }
    server.ask = (endpoint, said) => (endpoint.path === '/session' ? Promise.resolve(refused) : ask(endpoint, said))
    const [staff, sync] = [useStaffStore(pinia), useUnitSyncStore(pinia)]
    staff.status = 'over'
    await sync.begin()
    expect(sync.error?.code).toBe('SERVER_SIGN_IN_NEEDED')
    expect(staff.status).toBe('over')
  })
})
