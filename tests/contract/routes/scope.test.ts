import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiBase, staffRoles } from '#core/sync/endpoint.ts'
import { endpoints, type EndpointName } from '#core/sync/endpoints.ts'
import { createApp } from '#server/create-app.ts'
import { allRoutes } from '#server/routes/all-routes.ts'
import { isScoped } from '#server/routes/staff-route.ts'
import { addInvitation } from '#server/store/invitations.ts'
import { newId } from '#server/store/new-id.ts'
import { beginPack } from '#server/store/packs.ts'
import { storeArrivals } from '#server/store/store-arrivals.ts'
import type { Store } from '#server/store/store.ts'
import { issueToken, openTask } from '#server/store/tasks.ts'
import { anArrival } from '#tests/support/server-scene.ts'
import { aPushed, received } from '#tests/support/pushed-events.ts'
import { aColleague, ask, aTree, staffNow, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { someServices } from '#tests/support/services.ts'
import { aReturnSlipContent, someUnitKeys } from '#tests/support/units.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'

const nobody = '00000000-0000-4000-8000-000000000000'
const digest = 'd'.repeat(64)

/** What there is in the unit that somebody from elsewhere might reach for. */
interface Target {
  readonly tree: Tree
  readonly accountId: string
  readonly invitationId: string
  readonly packId: string
  readonly taskId: string
  readonly tokenId: string
  /** For somebody who handed in there. */
  readonly slip: string
}

interface Attempt {
  readonly path: string
  readonly body?: unknown
}

const ownIds = ({ accountId, invitationId, packId, taskId }: Target): readonly string[] => [
  accountId,
  invitationId,
  packId,
  taskId,
]

type Attempts = Partial<Record<EndpointName, (target: Target) => Attempt>>

// One row for every endpoint of staff that touches an organisation: an attempt on the unit from outside.
const attempts: Attempts = {
  listAccounts: ({ tree }) => ({ path: `/accounts?orgId=${tree.unit.id}` }),
  changeAccount: ({ accountId }) => ({ path: `/accounts/${accountId}`, body: { role: 'admin' } }),
  createPasswordReset: ({ accountId }) => ({ path: `/accounts/${accountId}/reset` }),
  createInvitation: ({ tree }) => ({
    path: '/invitations',
    body: { orgId: tree.unit.id, role: 'admin', displayName: '外人' },
  }),
  listInvitations: ({ tree }) => ({ path: `/invitations?orgId=${tree.unit.id}` }),
  revokeInvitation: ({ invitationId }) => ({ path: `/invitations/${invitationId}` }),
  listOrgs: ({ tree }) => ({ path: `/orgs?under=${tree.department.id}` }),
  getOrg: ({ tree }) => ({ path: `/orgs/${tree.unit.id}` }),
  createOrg: ({ tree }) => ({
    path: '/orgs',
    body: { parentId: tree.unit.id, name: '外来', orgCode: 'X9', division: '450000', level: 'unit' },
  }),
  changeOrg: ({ tree }) => ({ path: `/orgs/${tree.unit.id}`, body: { name: '改名' } }),
  importOrgs: ({ tree }) => ({
    path: '/org-imports',
    body: {
      under: tree.unit.id,
      rows: [{ name: '外来', orgCode: 'X8', division: '450000', level: 'unit', parentCode: '' }],
    },
  }),
  listChanges: ({ tree }) => ({ path: `/changes?orgId=${tree.unit.id}&after=0` }),
  pushReviewEvents: ({ tree }) => ({
    path: '/reviews',
    body: { orgId: tree.unit.id, events: [aPushed('outside', 1, received('a'))] },
  }),
  pushCorrection: ({ tree }) => ({ path: '/corrections', body: { orgId: tree.unit.id, digest, file: '{}' } }),
  announcePresence: ({ tree }) => ({ path: '/presence', body: { orgId: tree.unit.id, caseId: 'a' } }),
  eraseRecord: ({ tree }) => ({ path: '/erasures', body: { orgId: tree.unit.id, digest } }),
  findErasable: ({ tree }) => ({ path: `/erasures/find?orgId=${tree.unit.id}&code=${digest}` }),
  countUnreadPacks: ({ tree }) => ({ path: `/erasures/unread-packs?orgId=${tree.unit.id}` }),
  listErasures: ({ tree }) => ({ path: `/erasures?orgId=${tree.unit.id}` }),
  beginPackUpload: ({ tree }) => ({ path: '/packs', body: { orgId: tree.unit.id, digest, sizeBytes: 10 } }),
  getPackUpload: ({ packId }) => ({ path: `/packs/${packId}` }),
  putPackChunk: ({ packId }) => ({ path: `/packs/${packId}/chunks/0`, body: new Uint8Array(10) }),
  getPackChunk: ({ packId }) => ({ path: `/packs/${packId}/chunks/0` }),
  completePackUpload: ({ packId }) => ({ path: `/packs/${packId}/complete` }),
  listSchemeUses: ({ tree }) => ({ path: `/scheme-uses?orgId=${tree.unit.id}` }),
  getTotals: ({ tree }) => ({ path: `/totals?orgId=${tree.unit.id}` }),
  createTask: ({ tree }) => ({ path: '/tasks', body: { id: nobody, orgId: tree.unit.id } }),
  listTasks: ({ tree }) => ({ path: `/tasks?orgId=${tree.unit.id}` }),
  createTaskToken: ({ taskId }) => ({ path: `/tasks/${taskId}/tokens`, body: {} }),
  revokeTaskToken: ({ taskId, tokenId }) => ({ path: `/tasks/${taskId}/tokens/${tokenId}` }),
  pushReturnSlip: ({ slip }) => ({ path: '/return-slips', body: slip }),
  listSentPacks: ({ tree }) => ({ path: `/packs?orgId=${tree.unit.id}` }),
  listHalfwayPacks: ({ tree }) => ({ path: `/halfway-packs?orgId=${tree.unit.id}` }),
}

// They touch nothing but the account, or the organisation, of who calls.
const ofOneself: readonly EndpointName[] = [
  'getSession',
  'signOut',
  'signOutEverywhere',
  'changePassword',
  'publishScheme',
  'beginPasskey',
  'addPasskey',
  'listPasskeys',
  'removePasskey',
  'linkIdentity',
  'listIdentities',
  'removeIdentity',
]

const names = new Map(Object.entries(endpoints).map(([name, each]) => [`${each.method} ${each.path}`, name]))
const routes = allRoutes.map((route) => {
  const { method, path, access } = route.endpoint
  return { route, method, path, access, name: names.get(`${method} ${path}`) ?? '' }
})
const attemptOf = (name: string) => Object.entries(attempts).find(([known]) => known === name)?.[1]
const ofStaff = routes.filter(({ access }) => typeof access === 'object')
const onOrgs = ofStaff.filter(({ name }) => !ofOneself.some((own) => own === name))

let database: TestDatabase
let store: Store
let app: Hono
let target: Target
beforeAll(async () => {
  const [embedded] = bothEngines()
  if (!embedded) throw new Error('no database')
  database = await embedded.create()
  store = await database.open()
  app = createApp(new Map(), await someServices(store))
  const tree = await aTree(store)
  const { accountId } = await aColleague({ app, store }, tree.unit.id, 'collector')
  const unit = { orgId: tree.unit.id, accountId, now: staffNow }
  target = await store.write(async (writer) => {
    const made = { kind: 'invite', role: 'collector', displayName: '新同事', createdBy: accountId } as const
    const { row } = await addInvitation(writer, { ...made, ...unit, accountId: null })
    const pack = await beginPack(writer, { ...unit, fromOrgId: tree.unit.id, digest, sizeBytes: 10 })
    const taskId = newId(staffNow)
    await openTask(writer, { id: taskId, orgId: tree.unit.id }, staffNow)
    const { id: tokenId } = await issueToken(writer, taskId, { now: staffNow, expiresAt: null })
    const named = aReturnSlipContent()
    const arrival = anArrival({ orgId: tree.unit.id, taskId }, named.recordId)
    await storeArrivals(writer, [arrival])
    const content = { ...named, submissionDigest: arrival.checked.digest }
    const slip = await signReturnSlip(content, (await someUnitKeys()).signing)
    return { tree, accountId, invitationId: row.id, packId: pack.id, taskId, tokenId, slip }
  })
})
afterAll(() => database.remove())

const logEnd = async (): Promise<number> =>
  (await store.reader.selectFrom('log_head').select('position').executeTakeFirstOrThrow()).position

describe('the scope of staff', () => {
  test('is a matter of every route the router has', () => {
    const served = app.routes.filter(({ path, method }) => path.startsWith(apiBase) && method !== 'ALL')
    expect(served.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      routes.map(({ method, path }) => `${method} ${apiBase}${path}`).sort(),
    )
    expect(routes.filter(({ name }) => name === '')).toEqual([])
  })

  test.each(ofStaff)('is checked for $name before it is answered', ({ route }) => {
    expect(isScoped(route)).toBe(true)
  })

  test.each(onOrgs)('has an attempt from outside for $name', ({ name }) => {
    expect(attemptOf(name)).toBeDefined()
  })

  const outside = onOrgs.flatMap(({ name, method }) => staffRoles.map((role) => ({ name, method, role })))
  test.each(outside)('keeps a $role of another unit from $name', async ({ name, method, role }) => {
    const stranger = await aColleague({ app, store }, target.tree.otherUnit.id, role)
    const { path, body } = attemptOf(name)?.(target) ?? { path: '' }
    const before = await logEnd()
    const { status, json } = await stranger.ask(method, path, body)
    expect([403, 404], JSON.stringify(json)).toContain(status)
    expect(await logEnd()).toBe(before)
  })

  test.each(onOrgs)('keeps the unit itself from what stands above it: $name', async ({ name, method }) => {
    const below = await aColleague({ app, store }, target.tree.unit.id, 'admin')
    const above = { ...target, tree: { ...target.tree, unit: target.tree.city, department: target.tree.region } }
    const { path, body } = attemptOf(name)?.(above) ?? { path: '' }
    // What names the unit's own things is its own business.
    if (ownIds(target).some((id) => path.includes(id)) || body === target.slip) return
    const { status, json } = await below.ask(method, path, body)
    expect([403, 404], JSON.stringify(json)).toContain(status)
  })

  test.each(routes.filter(({ access }) => access !== 'public'))(
    'admits nobody without a credential to $name',
    async ({ name, method, path }) => {
      const attempt = attemptOf(name)?.(target) ?? { path: path.replaceAll(/:\w+/g, nobody) }
      const { status, json } = await ask(app, { method, ...attempt })
      expect(status).toBe(401)
      expect(json).toMatchObject({ code: expect.any(String) })
    },
  )

  test('is not an empty promise: the same attempts from above are let through', async () => {
    const above = await aColleague({ app, store }, target.tree.city.id, 'admin')
    for (const name of [
      'listAccounts',
      'listOrgs',
      'getOrg',
      'listChanges',
      'getTotals',
      'getPackUpload',
      'changeOrg',
      'listSentPacks',
      'listHalfwayPacks',
      'createTaskToken',
      'revokeTaskToken',
      'pushReturnSlip',
    ]) {
      const { path, body } = attemptOf(name)?.(target) ?? { path: '' }
      const method = routes.find((each) => each.name === name)?.method ?? 'GET'
      expect((await above.ask(method, path, body)).status, name).toBe(200)
    }
  })
})
