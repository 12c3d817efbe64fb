import * as fc from 'fast-check'
import type { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { apiBase } from '#core/sync/endpoint.ts'
import { endpoints } from '#core/sync/endpoints.ts'
import { makeSetUpCode } from '#server/access/set-up-code.ts'
import { createApp } from '#server/create-app.ts'
import type { RunningServices } from '#server/create-services.ts'
import { openApiDocument } from '#server/openapi/open-api-document.ts'
import { allRoutes } from '#server/routes/all-routes.ts'
import { aFuzzScene, type FuzzScene, fuzzOrigin } from '#tests/support/fuzz-scene.ts'
import { type Drawn, hurtAt, requestsOf, sentBody } from '#tests/support/fuzzed-requests.ts'
import { type Issuer, startIssuer } from '#tests/support/identity-issuer.ts'
import { someServices } from '#tests/support/services.ts'
import { staffNow } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const seed = 20_261_125
/** How often an operation is asked; a whole scheme takes half a second to read. */
const runsOf = (name: string): number => (name === 'publishScheme' ? 10 : 40)

const routesByName = Object.entries(endpoints)
const { paths } = openApiDocument(endpoints, '0')
const served = new Set(
  allRoutes.map(({ endpoint: { method, path } }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`),
)
const operations = Object.entries(paths)
  .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
  .filter(({ path, method }) => served.has(`${method.toUpperCase()} ${path}`))
  .map(({ path, method, operation }) => {
    const name = operation.operationId
    const access = routesByName.find(([known]) => known === name)?.[1].access ?? 'public'
    return { path, method, operation, name, access }
  })
// While nobody has an account there is nothing else to ask.
const ofFirstStart = 'setUpServer'

/** A server nobody has set up yet. */
function anEmptyScene({ store, now }: RunningServices): FuzzScene {
  let code = ''
  return {
    known: {},
    async told() {
      code = (await makeSetUpCode(store, now())) ?? code
      const org = { name: '广西壮族自治区职改办', orgCode: 'R9', division: '450000', level: 'region' }
      const who = { loginName: 'first', displayName: '管理员', password: '春江水暖鸭先知2026' }
      return { path: '/setup', body: { code, org, ...who } }
    },
    headersOf: () => Promise.resolve({}),
    renew: () => Promise.resolve(),
  }
}

let issuer: Issuer
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => void issuer.server.close())

describe.for(bothEngines())('whatever is asked on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let services: RunningServices
  let app: Hono
  beforeAll(async () => {
    if (!isHere) return
    database = await create()
    // A clock that goes on keeps the brakes on guessing from answering for the routes behind them.
    let now = staffNow
    const oidc = { name: '统一认证', issuer: issuer.url, clientId: 'caibao', clientSecret: 's', origin: fuzzOrigin }
    const passkeys = { rpId: new URL(fuzzOrigin).hostname, origin: fuzzOrigin }
    const changes = { now: () => (now += 1), signIn: { oidc, passkeys } }
    services = await someServices(await database.open(), changes)
    app = createApp(new Map(), services)
  })
  beforeEach((context) => context.skip(!isHere, 'this machine has no PostgreSQL'))
  afterAll(async () => {
    if (isHere) await database.remove()
  })

  type Operation = (typeof operations)[number]

  /** Sends one request; whether it came past every door. */
  async function isAnswered(scene: FuzzScene, { name, method, access }: Operation, drawn: Drawn): Promise<boolean> {
    const right = drawn.isTold ? await scene.told(name) : undefined
    const { path, body, headers: told } = right && drawn.hurt ? hurtAt(right, drawn.hurt) : (right ?? drawn.made)
    const address = `${apiBase}${path}`
    const headers = { ...(await scene.headersOf(access, drawn.credential, address)), ...told }
    const from = { incoming: { socket: { remoteAddress: drawn.address } } }
    const sent = method === 'get' ? null : sentBody(body)
    const init = { method: method.toUpperCase(), headers, body: sent }
    const { status, headers: said } = await app.request(address, init, from)
    const where = said.get('Location') ?? ''
    expect(status, `${address} ${new TextDecoder().decode(sent ?? undefined)}`).toBeLessThan(500)
    if (status === 401 && drawn.credential === 'own') await scene.renew()
    return status < 400 && !/identity=(?:refused|unknown|unreachable|taken)/.test(where)
  }

  const inOrder = operations.toSorted((a, b) => Number(b.name === ofFirstStart) - Number(a.name === ofFirstStart))
  test.each(inOrder)('$method $path never fails, and is let in', async (asked) => {
    const scene = asked.name === ofFirstStart ? anEmptyScene(services) : await aFuzzScene({ app, services, issuer })
    let answered = 0
    const requests = requestsOf(asked.path, asked.operation, scene.known)
    await fc.assert(
      fc.asyncProperty(requests, async (drawn) => {
        answered += Number(await isAnswered(scene, asked, drawn))
      }),
      { seed, numRuns: runsOf(asked.name) },
    )
    expect(answered, 'requests that were answered').toBeGreaterThan(0)
  })
})
