import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '#server/create-app.ts'
import { aPushed, received } from '#tests/support/pushed-events.ts'
import { someServices } from '#tests/support/services.ts'
import { aColleague, ask, aTree, staffNow, type StaffClient } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const step = aPushed('case', 1, received('a'))
const half = '\\ud800'
const none = '\\u0000'

/** Bodies of JSON, spelled as no app does; “ORG” stands for the unit. */
const bodies: readonly (readonly [what: string, method: string, path: string, body: string])[] = [
  ['a NUL in a name to sign in with', 'POST', '/session', `{"loginName":"a${none}","password":"correct horse"}`],
  ['a NUL in the name of a case', 'POST', '/reviews', events({ ...step, caseId: 'NUL' }).replace('NUL', none)],
  ['a NUL in a name of presence', 'PUT', '/presence', `{"orgId":"ORG","caseId":"a${none}"}`],
  ['half a character', 'POST', '/reviews', events({ ...step, by: 'HALF' }).replace('HALF', half)],
  ['a time without an end', 'POST', '/reviews', events({ ...step, at: 777 }).replace('777', '1e999')],
  ['half a revision', 'POST', '/reviews', events({ ...step, step: { ...received('a'), revision: 1.5 } })],
  ['half a correction', 'POST', '/reviews', events({ ...step, step: { ...received('a'), corrections: 0.5 } })],
]

function events(event: unknown): string {
  return JSON.stringify({ orgId: 'ORG', events: [event] })
}

describe.for(bothEngines())('what no database keeps is refused on $name:', ({ isHere, create }) => {
  let database: TestDatabase
  let app: Hono
  let orgId: string
  let admin: StaffClient
  beforeAll(async () => {
    if (!isHere) return
    database = await create()
    const store = await database.open()
    app = createApp(new Map(), await someServices(store, { now: () => staffNow }))
    const { unit } = await aTree(store)
    orgId = unit.id
    admin = await aColleague({ app, store }, orgId, 'admin')
  })
  afterAll(async () => {
    if (isHere) await database.remove()
  })

  test.each(bodies)('%s', async (_, method, path, body) => {
    if (!isHere) return
    const { headers } = admin
    const answer = await ask(app, { method, path, headers, body: body.replace('ORG', orgId) })
    expect(answer).toMatchObject({ status: 400, json: { code: 'SERVER_REQUEST_BAD' } })
  })

  test('a NUL in an address', async () => {
    if (!isHere) return
    const answer = await admin.ask('DELETE', '/identities?issuer=https%3A%2F%2Fa.cn&subject=a%00')
    expect(answer).toMatchObject({ status: 400, json: { code: 'SERVER_REQUEST_BAD', params: { where: 'query' } } })
  })

  test('what is spelled with escapes and can be kept is taken', async () => {
    if (!isHere) return
    const body = events({ ...step, by: 'NAME' })
      .replace('NAME', '\\u9ec4\\ud83d\\ude00')
      .replace('ORG', orgId)
    expect((await ask(app, { method: 'POST', path: '/reviews', headers: admin.headers, body })).json).toMatchObject({
      items: [{ kind: 'accepted' }],
    })
  })
})
