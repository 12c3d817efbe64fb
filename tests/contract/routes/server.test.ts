import { calculateJwkThumbprint } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import type { Hono } from 'hono'
import { errorAnswerSchema } from '#core/sync/wire.ts'
import { serverInfoSchema } from '#core/sync/server-info.ts'
import { createApp } from '#server/create-app.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { someServices } from '#tests/support/services.ts'

describe.for(bothEngines())('/api/v1 on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let app: Hono
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    app = createApp(new Map(), await someServices(await database.open()))
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  test('says who is there, what time it is and which key signs', async () => {
    const response = await app.request('/api/v1/server')
    expect(response.status).toBe(200)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    const info = v.parse(serverInfoSchema, await response.json())
    expect(info.time).toBe(Date.parse('2026-11-25T02:00:00Z'))
    expect(info.kid).toBe(await calculateJwkThumbprint(info.key, 'sha256'))
  })

  test('answers an unknown address with a code, never with prose or a page', async () => {
    const response = await app.request('/api/v1/nothing', { headers: { Accept: 'text/html' } })
    expect(response.status).toBe(404)
    expect(v.parse(errorAnswerSchema, await response.json()).code).toBe('SERVER_ADDRESS_UNKNOWN')
  })
})
