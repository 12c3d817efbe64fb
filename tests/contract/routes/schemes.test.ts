import type { Hono } from 'hono'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { publishScheme } from '#core/scheme/scheme-file.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { createApp } from '#server/create-app.ts'
import type { RunningServices } from '#server/create-services.ts'
import { compiledBundle } from '#server/scheme/read-codes.ts'
import { changeAccount } from '#server/store/accounts.ts'
import { addRelease, schemeReleases } from '#server/store/schemes.ts'
import type { Store } from '#server/store/store.ts'
import { issueToken, openTask } from '#server/store/tasks.ts'
import { anUpdate } from '#tests/support/scheme-updates.ts'
import { someServices, testNow } from '#tests/support/services.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aColleague, aTree, ask, type StaffClient, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { aSignedFile, signedRequest, upload } from '#tests/support/sync.ts'

const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }

let publisher: SigningKey
let update: string
beforeAll(async () => {
  publisher = await aSigningKey()
  update = await publishScheme(await anUpdate(await compiledBundle()), said, publisher)
})

describe.for(bothEngines())('published schemes on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let services: RunningServices
  let app: Hono
  let tree: Tree
  let admin: StaffClient
  let clock = testNow
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    clock = testNow
    database = await create()
    store = await database.open()
    services = await someServices(store, { now: () => clock })
    app = createApp(new Map(), services)
    tree = await aTree(store)
    admin = await aColleague({ app, store }, tree.region.id, 'admin')
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  const uses = async (orgId: string) => (await admin.ask('GET', `/scheme-uses?orgId=${orgId}`)).json

  test('are listed for everybody, and their file is not sent to who has it', async () => {
    const published = await admin.ask('POST', '/schemes', update)
    expect(published).toMatchObject({ status: 200, json: { version: '2012.2', publisher: said.publisher } })
    expect((await admin.ask('POST', '/schemes', update)).status).toBe(200)
    const listed = await ask(app, { method: 'GET', path: '/schemes' })
    expect(listed.json).toMatchObject({ items: [{ version: '2012.2', digest: expect.any(String) }] })
    const file = await ask(app, { method: 'GET', path: '/schemes/2012.2' })
    expect(typeof file.json === 'string' ? file.json : JSON.stringify(file.json)).toContain('caibao')
    const tag = file.headers.get('ETag') ?? ''
    expect(tag).toMatch(/^"[0-9a-f]{64}"$/)
    const again = await ask(app, { method: 'GET', path: '/schemes/2012.2', headers: { 'If-None-Match': tag } })
    expect([again.status, again.json]).toEqual([304, ''])
  })

  test.each([
    ['shut out', { disabledAt: testNow }],
    ['given another role', { role: 'collector' }],
  ] as const)('are not those of who is %s while they publish', async (_, change) => {
    let isRacing = false
    const racing: Store = {
      ...store,
      async write(work) {
        if (isRacing) await store.write((writer) => changeAccount(writer, late.accountId, change))
        return store.write(work)
      },
    }
    const racingApp = createApp(new Map(), await someServices(racing))
    const late = await aColleague({ app: racingApp, store }, tree.region.id, 'admin')
    isRacing = true
    expect((await late.ask('POST', '/schemes', update)).status).toBe(404)
    expect(await schemeReleases(store.reader)).toEqual([])
  })

  test('are of one publisher, never older, and only the region publishes', async () => {
    const city = await aColleague({ app, store }, tree.city.id, 'admin')
    expect((await city.ask('POST', '/schemes', update)).status).toBe(403)
    expect((await admin.ask('POST', '/schemes', update)).status).toBe(200)
    const bundle = await anUpdate(await compiledBundle())
    const other = await publishScheme(bundle, said, await aSigningKey())
    expect((await admin.ask('POST', '/schemes', other)).json).toMatchObject({ code: 'SCHEME_NOT_NEWER' })
    const older = await publishScheme(await compiledBundle(), said, publisher)
    expect((await admin.ask('POST', '/schemes', older)).json).toMatchObject({ code: 'SCHEME_NOT_NEWER' })
  })

  test('are judged by what is published when they are, not when they were sent', async () => {
    const { id, digest } = (await compiledBundle()).manifest
    const by = { publisher: said.publisher, signer: 'k', accountId: admin.accountId, orgId: tree.region.id }
    const newer = { ...by, id, digest, version: '2099.1', file: new Uint8Array(1), now: testNow }
    /** A newer one is published by somebody else while this one waits to be written. */
    const overtaken: Store['write'] = async (work) => {
      await store.write((writer) => addRelease(writer, newer))
      return store.write(work)
    }
    const late = createApp(new Map(), { ...services, store: { ...store, write: overtaken } })
    const body = { method: 'POST', path: '/schemes', headers: admin.headers, body: update }
    expect(await ask(late, body)).toMatchObject({ status: 422, json: { code: 'SCHEME_SIGNER_CHANGED' } })
    const listed = await ask(app, { method: 'GET', path: '/schemes' })
    expect(listed.json).toMatchObject({ items: [{ version: '2099.1' }] })
  })

  test('are known by who works with which, told beside other requests', async () => {
    const taskId = crypto.randomUUID()
    const { token } = await store.write(async (writer) => {
      await openTask(writer, { id: taskId, orgId: tree.unit.id }, testNow)
      return issueToken(writer, taskId, { now: testNow })
    })
    const { text, digest, device } = await aSignedFile({ taskId })
    await upload(app, token, text)
    const path = `/api/v1/submissions/${digest}`
    const askStatus = async (version: string): Promise<number> => {
      const signed = await signedRequest(device, { server: services.key.kid, path, time: clock })
      return (await app.request(path, { headers: { ...signed, 'Caibao-Scheme': version } })).status
    }
    expect(await askStatus('2012.1')).toBe(200)
    const clerk = await aColleague({ app, store }, tree.unit.id, 'collector')
    await ask(app, { method: 'GET', path: '/session', headers: { ...clerk.headers, 'Caibao-Scheme': '2012.1' } })
    const unit = { orgId: tree.unit.id, name: tree.unit.name }
    expect(await uses(tree.region.id)).toEqual({
      items: [{ ...unit, version: '2012.1', staff: 1, devices: 1, seenAt: testNow }],
    })
    // The same again is not written again within a day; another version is, and takes the place of the one before.
    clock += 60_000
    expect(await askStatus('2012.1')).toBe(200)
    expect(await uses(tree.unit.id)).toMatchObject({ items: [{ seenAt: testNow }] })
    expect(await askStatus('2012.2')).toBe(200)
    expect(await uses(tree.unit.id)).toMatchObject({
      items: [
        { version: '2012.1', staff: 1, devices: 0 },
        { version: '2012.2', staff: 0, devices: 1, seenAt: clock },
      ],
    })
    // What is no version is not noted, and nothing else is refused for it.
    expect(await askStatus('<b>')).toBe(200)
    const kept = await store.reader.selectFrom('scheme_in_use').selectAll().execute()
    expect(kept).toHaveLength(2)
    expect(kept.map((each) => each.holder)).toContain(clerk.accountId)
    expect(JSON.stringify(kept)).not.toContain('<b>')
    expect(await uses(tree.otherUnit.id)).toEqual({ items: [] })
  })
})
