import type { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { apiBase, staffRoles } from '#core/sync/endpoint.ts'
import { endpoints, type EndpointName } from '#core/sync/endpoints.ts'
import { createApp } from '#server/create-app.ts'
import { allRoutes } from '#server/routes/all-routes.ts'
import { isScoped } from '#server/routes/staff-route.ts'
import type { Store } from '#server/store/store.ts'
import { aTarget, attempts, nobody, type Target } from '#tests/support/attempts-on-unit.ts'
import { aColleague, ask, aTree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { someServices } from '#tests/support/services.ts'

const ownIds = ({ accountId, invitationId, packId, takenPackId, taskId }: Target): readonly string[] => [
  accountId,
  invitationId,
  packId,
  takenPackId,
  taskId,
]

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

// They are let in, and told that what they bring is not whole.
const notWhole = new Map([
  ['pushCorrection', 'SUBMISSION_NOT_ONE'],
  ['completePackUpload', 'PACK_INCOMPLETE'],
])

const names = new Map(Object.entries(endpoints).map(([name, each]) => [`${each.method} ${each.path}`, name]))
const routes = allRoutes.map((route) => {
  const { method, path, access } = route.endpoint
  return { route, method, path, access, name: names.get(`${method} ${path}`) ?? '' }
})
const attemptOf = (name: string) => Object.entries(attempts).find(([known]) => known === name)?.[1]
const ofStaff = routes.filter(({ access }) => typeof access === 'object')
const onOrgs = ofStaff.filter(({ name }) => !ofOneself.some((own) => own === name))

describe.for(bothEngines())('the scope of staff on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let app: Hono
  let target: Target
  beforeAll(async () => {
    if (!isHere) return
    database = await create()
    store = await database.open()
    app = createApp(new Map(), await someServices(store))
    const tree = await aTree(store)
    const { accountId } = await aColleague({ app, store }, tree.unit.id, 'collector')
    target = await aTarget(store, tree, accountId)
  })
  beforeEach((context) => context.skip(!isHere, 'this machine has no PostgreSQL'))
  afterAll(async () => {
    if (isHere) await database.remove()
  })

  const logEnd = async (): Promise<number> =>
    (await store.reader.selectFrom('log_head').select('position').executeTakeFirstOrThrow()).position

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

  test.each(onOrgs)('is not an empty promise: $name is let through from above', async ({ name, method }) => {
    const { tree } = target
    const { accountId } = await aColleague({ app, store }, tree.unit.id, 'collector')
    // What one attempt changes the next finds as it was.
    const { path, body } = attemptOf(name)?.(await aTarget(store, tree, accountId)) ?? { path: '' }
    const above = await aColleague({ app, store }, tree.city.id, 'admin')
    const { status, json } = await above.ask(method, path, body)
    const refusal = notWhole.get(name)
    expect(status, JSON.stringify(json)).toBe(refusal === undefined ? 200 : 422)
    expect(JSON.stringify(json)).toContain(refusal ?? '')
  })
})
