import * as fc from 'fast-check'
import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiBase } from '#core/sync/endpoint.ts'
import { endpoints } from '#core/sync/endpoints.ts'
import { createApp } from '#server/create-app.ts'
import { type OpenApiOperation, openApiDocument } from '#server/openapi/open-api-document.ts'
import { allRoutes } from '#server/routes/all-routes.ts'
import { anyOf, type JsonSchema } from '#tests/support/any-of-schema.ts'
import { aColleague, aTree, staffNow } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { someServices } from '#tests/support/services.ts'

const seed = 20_261_125
const runs = 60

const { paths } = openApiDocument(endpoints, '0')
const served = new Set(
  allRoutes.map(({ endpoint: { method, path } }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`),
)
const operations = Object.entries(paths)
  .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
  .filter(({ path, method }) => served.has(`${method.toUpperCase()} ${path}`))

// The generator only reads the part of JSON Schema that this interface uses.
const schemaOf = (schema: unknown): JsonSchema => (typeof schema === 'object' && schema !== null ? schema : {})

interface Asked {
  readonly path: string
  readonly body: string | undefined
}

/** Text as it can travel: a lone half of a character becomes a mark. */
const asText = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return new TextDecoder().decode(new TextEncoder().encode(text))
}

/** Requests of one operation: fitting its schemas mostly, and not quite at times. */
function requestsOf(path: string, { parameters, requestBody }: OpenApiOperation): fc.Arbitrary<Asked> {
  const parts = Object.fromEntries(parameters.map(({ name, schema }) => [name, anyOf(schemaOf(schema))]))
  const content = Object.values(requestBody?.content ?? {})[0]
  const body = content ? fc.option(anyOf(schemaOf(content.schema)), { nil: undefined }) : fc.constant(undefined)
  return fc.tuple(fc.record(parts), body).map(([values, wanted]) => {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(asText(values[name])) || 'x')
    const query = new URLSearchParams(
      parameters.flatMap(({ name, in: place }) => (place === 'query' ? [[name, asText(values[name])]] : [])),
    )
    return { path: `${apiBase}${filled}?${query}`, body: wanted === undefined ? undefined : asText(wanted) }
  })
}

describe.for(bothEngines())('whatever is asked on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let app: Hono
  let headers: Readonly<Record<string, string>>
  beforeAll(async () => {
    if (!isHere) return
    database = await create()
    const store = await database.open()
    // A clock that goes on keeps the brakes on guessing from answering for the routes behind them.
    let now = staffNow
    app = createApp(new Map(), await someServices(store, { now: () => (now += 1) }))
    const tree = await aTree(store)
    headers = (await aColleague({ app, store }, tree.region.id, 'admin')).headers
  })
  afterAll(async () => {
    if (isHere) await database.remove()
  })

  test.each(operations)('$method $path never fails', async ({ path, method, operation }) => {
    if (!isHere || operation.operationId.startsWith('signOut')) return
    await fc.assert(
      fc.asyncProperty(requestsOf(path, operation), async (asked) => {
        const body = method === 'get' || asked.body === undefined ? null : asked.body
        const response = await app.request(asked.path, { method: method.toUpperCase(), headers, body })
        expect(response.status, `${asked.path} ${asked.body}: ${await response.text()}`).toBeLessThan(500)
      }),
      { seed, numRuns: runs },
    )
  })
})
