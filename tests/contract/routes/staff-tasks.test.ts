import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import type { Endpoint } from '#core/sync/endpoint.ts'
import { listReturnSlips, pushReturnSlip } from '#core/sync/return-slips.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { getTotals } from '#core/sync/totals.ts'
import { createTask, createTaskToken, listTasks, revokeTaskToken } from '#core/sync/tasks.ts'
import { createApp } from '#server/create-app.ts'
import type { RunningServices } from '#server/create-services.ts'
import { allRoutes } from '#server/routes/all-routes.ts'
import type { StaffCaller } from '#server/routes/route.ts'
import { addAccount, changeAccount } from '#server/store/accounts.ts'
import { newId } from '#server/store/new-id.ts'
import { addOrg } from '#server/store/org-tree.ts'
import type { Store } from '#server/store/store.ts'
import { issueToken, tasksOfTokens } from '#server/store/tasks.ts'
import { someServices, testNow } from '#tests/support/services.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { aSignedFile, signedRequest, upload } from '#tests/support/sync.ts'
import { aReturnSlipContent, aUnit } from '#tests/support/units.ts'

const org = { orgCode: '498500001', division: '450103', level: 'unit' } as const

describe.for(bothEngines())('tasks and return slips of staff on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let services: RunningServices
  let [city, hospital, school] = ['', '', '']
  const accounts = new Map<string, string>()
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    services = await someServices(store)
    await store.write(async (writer) => {
      const now = testNow
      const parent = await addOrg(writer, { ...org, name: '南宁市', level: 'city' }, { parent: undefined, now })
      city = parent.id
      hospital = (await addOrg(writer, { ...org, name: '第一医院' }, { parent, now })).id
      school = (await addOrg(writer, { ...org, name: '第二中学' }, { parent, now })).id
      for (const orgId of [city, hospital, school]) {
        const of = { loginName: orgId, displayName: '同事', orgId, role: 'collector', passwordHash: null } as const
        accounts.set(orgId, (await addAccount(writer, of, now))?.id ?? '')
      }
    })
  })
  afterEach(async () => {
    if (!isHere) return
    await services.close()
    await database.remove()
  })

  const pathOf = (orgId: string): string => (orgId === city ? `/${city}/` : `/${city}/${orgId}/`)
  const clerk = (orgId: string): StaffCaller => ({
    kind: 'staff',
    accountId: accounts.get(orgId) ?? '',
    session: '',
    role: 'collector',
    orgId,
    orgPath: pathOf(orgId),
  })
  async function call(endpoint: Endpoint, caller: StaffCaller, parts: Readonly<Record<string, unknown>>) {
    const found = allRoutes.find((each) => each.endpoint === endpoint)
    const request = { params: undefined, query: undefined, body: undefined, ...parts }
    const around = {
      header: () => undefined,
      client: { address: '127.0.0.1', isSecure: false },
      setCookie: () => undefined,
    }
    const result = await found?.handle({ ...request, ...around, caller, services })
    if (!result) throw new Error('no route')
    // What the schemas say of answers holds here too.
    const value: Readonly<Record<string, never>> = result.ok ? JSON.parse(JSON.stringify(result.value)) : {}
    return result.ok ? value : result.error.code
  }

  test('a clerk opens a task for the own unit, and the token is shown once', async () => {
    const id = newId()
    const made = await call(createTask, clerk(hospital), { body: { id, orgId: hospital, deadline: '2026-12-31' } })
    if (typeof made === 'string') throw new Error(made)
    expect(await tasksOfTokens(store.reader, [made['token'] ?? ''], testNow)).toEqual([{ taskId: id, orgId: hospital }])
    // Neither a part of a token, nor another spelling, nor what the database keeps of it opens anything.
    const open = made['token'] ?? ''
    const kept = await store.reader.selectFrom('task_token').select('hash').execute()
    const guesses = [open.slice(0, -1), `${open}A`, open.toUpperCase(), ...kept.map(({ hash }) => hash), '%', '']
    expect(await tasksOfTokens(store.reader, guesses, testNow)).toEqual(guesses.map(() => 'unknown'))
    const listed = await call(listTasks, clerk(hospital), { query: {} })
    expect(listed).toMatchObject({ items: [{ id, orgId: hospital, submissions: 0, tokens: [{ revokedAt: null }] }] })
    expect(JSON.stringify(listed)).not.toContain(made['token'])
  })

  test('a token that a restored server lost is put back, and nothing else is changed by it', async () => {
    const [id, lost] = [newId(), `cbt_${'A'.repeat(43)}`]
    const body = { id, orgId: hospital, token: lost }
    const opens = (token: string) => tasksOfTokens(store.reader, [token], testNow)
    for (let times = 0; times < 2; times += 1)
      expect(await call(createTask, clerk(hospital), { body })).toMatchObject({ token: lost, task: { id } })
    expect(await opens(lost)).toEqual([{ taskId: id, orgId: hospital }])
    const listed = await call(listTasks, clerk(hospital), { query: {} })
    expect(listed).toMatchObject({ items: [{ id, tokens: [{ revokedAt: null }] }] })
    // It opens no second task, and none of somebody else.
    expect(await call(createTask, clerk(hospital), { body: { ...body, id: newId() } })).toBe('SERVER_CONFLICT')
    // Nor does it leave one behind that nothing opens.
    expect(await call(listTasks, clerk(hospital), { query: {} })).toMatchObject({ items: { length: 1 } })
    expect(await call(createTask, clerk(school), { body: { ...body, orgId: school } })).toBe('SERVER_CONFLICT')
    expect(await call(createTask, clerk(school), { body })).toBe('SERVER_ADDRESS_UNKNOWN')
    // Taken back is taken back.
    const { id: tokenId } = await store.reader.selectFrom('task_token').select('id').executeTakeFirstOrThrow()
    await call(revokeTaskToken, clerk(hospital), { params: { taskId: id, tokenId } })
    await call(createTask, clerk(hospital), { body })
    expect(await opens(lost)).toEqual(['revoked'])
  })

  test('a lost token that is put back ends when it is said to', async () => {
    const [id, lost, expiresAt] = [newId(), `cbt_${'A'.repeat(43)}`, testNow + 1000]
    await call(createTask, clerk(hospital), { body: { id, orgId: hospital, token: lost, expiresAt } })
    expect(await tasksOfTokens(store.reader, [lost], testNow)).toEqual([{ taskId: id, orgId: hospital }])
    expect(await tasksOfTokens(store.reader, [lost], expiresAt)).toEqual(['expired'])
  })

  test('a token that two tasks claim at once opens one of them, and the other is not there', async () => {
    const lost = `cbt_${'C'.repeat(43)}`
    const [one, other] = [newId(), newId()]
    const claim = (id: string) => call(createTask, clerk(hospital), { body: { id, orgId: hospital, token: lost } })
    const answers = await Promise.all([claim(one), claim(other)])
    expect(answers.filter((answer) => answer === 'SERVER_CONFLICT')).toHaveLength(1)
    const [opened] = await tasksOfTokens(store.reader, [lost], testNow)
    const listed = await call(listTasks, clerk(hospital), { query: {} })
    expect(listed).toMatchObject({ items: [{ id: typeof opened === 'object' && opened.taskId }] })
  })

  test('no token is made that would not be shown: a unit cannot spoil the list of those above', async () => {
    const id = newId()
    const body = { id, orgId: hospital }
    const lost = `cbt_${'A'.repeat(43)}`
    await call(createTask, clerk(hospital), { body: { ...body, token: lost } })
    await store.write(async (writer) => {
      for (let made = 2; made < 1000; made += 1) await issueToken(writer, id, { now: testNow })
    })
    const answers = await Promise.all([
      call(createTaskToken, clerk(hospital), { params: { taskId: id }, body: {} }),
      call(createTaskToken, clerk(hospital), { params: { taskId: id }, body: {} }),
      call(createTask, clerk(hospital), { body }),
      call(createTask, clerk(hospital), { body: { ...body, token: `cbt_${'B'.repeat(43)}` } }),
    ])
    expect(answers.filter((answer) => answer === 'TASK_TOKENS_FULL')).toHaveLength(3)
    expect(createTaskToken.summary).toContain('TASK_TOKENS_FULL')
    expect(v.is(listTasks.answer, await call(listTasks, clerk(city), { query: {} }))).toBe(true)
    // What is there needs no room.
    expect(await call(createTask, clerk(hospital), { body: { ...body, token: lost } })).toMatchObject({ token: lost })
    await store.write((writer) => issueToken(writer, id, { now: testNow }))
    expect(v.is(listTasks.answer, await call(listTasks, clerk(city), { query: {} }))).toBe(true)
  })

  test('nobody opens, lists or closes tasks of a unit beside the own; those above may', async () => {
    const id = newId()
    const body = { id, orgId: hospital }
    expect(await call(createTask, clerk(school), { body })).toBe('SERVER_ADDRESS_UNKNOWN')
    expect(await call(createTask, clerk(city), { body })).toMatchObject({ task: { id } })
    expect(await call(createTask, clerk(school), { body: { id, orgId: school } })).toBe('SERVER_CONFLICT')
    expect(await call(listTasks, clerk(school), { query: {} })).toEqual({ items: [] })
    expect(await call(listTasks, clerk(school), { query: { orgId: hospital } })).toBe('SERVER_ADDRESS_UNKNOWN')
    expect(await call(createTaskToken, clerk(school), { params: { taskId: id }, body: {} })).toBe(
      'SERVER_ADDRESS_UNKNOWN',
    )
    const second = await call(createTaskToken, clerk(hospital), { params: { taskId: id }, body: {} })
    if (typeof second === 'string') throw new Error(second)
    const params = { taskId: id, tokenId: second['id'] }
    expect(await call(revokeTaskToken, clerk(school), { params })).toBe('SERVER_ADDRESS_UNKNOWN')
    expect(await call(revokeTaskToken, clerk(hospital), { params })).toEqual({ revokedAt: testNow })
    expect(await tasksOfTokens(store.reader, [second['token'] ?? '', 'unheard'], testNow)).toEqual([
      'revoked',
      'unknown',
    ])
  })

  test('what is opened, given out and taken back is in the log, once, and no token is', async () => {
    const [id, lost] = [newId(), `cbt_${'A'.repeat(43)}`]
    const task = { id, orgId: hospital }
    const made = await call(createTask, clerk(hospital), { body: task })
    const second = await call(createTaskToken, clerk(city), { params: { taskId: id }, body: {} })
    for (let times = 0; times < 2; times += 1)
      await call(createTask, clerk(hospital), { body: { ...task, token: lost } })
    if (typeof made === 'string' || typeof second === 'string') throw new Error('no task')
    const params = { taskId: id, tokenId: second['id'] }
    for (let times = 0; times < 2; times += 1)
      expect(await call(revokeTaskToken, clerk(hospital), { params })).toEqual({ revokedAt: testNow })
    const rows = await store.reader
      .selectFrom('log_entry')
      .select(['kind', 'org_id', 'facts'])
      .orderBy('position')
      .execute()
    const tokens = (await store.reader.selectFrom('task_token').select('id').orderBy('id').execute()).map(
      (token) => token.id,
    )
    const [own, above] = [accounts.get(hospital), accounts.get(city)]
    const kindAndFacts = rows.map(({ kind, facts }) => [kind, JSON.parse(facts)])
    expect(kindAndFacts).toEqual([
      ['taskOpened', { by: own, task: id }],
      ['tokenIssued', { by: own, task: id, token: expect.any(String) }],
      ['tokenIssued', { by: above, task: id, token: second['id'] }],
      ['tokenIssued', { by: own, task: id, token: expect.any(String) }],
      ['tokenRevoked', { by: own, task: id, token: second['id'] }],
    ])
    expect(new Set(kindAndFacts.flatMap(([, { token }]) => token ?? []))).toEqual(new Set(tokens))
    expect(rows.every(({ org_id }) => org_id === hospital)).toBe(true)
    for (const secret of [lost, made['token'] ?? '?', second['token'] ?? '?'])
      expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test('whoever was shut out while their request was on its way opens and closes nothing', async () => {
    const id = newId()
    const who = clerk(hospital)
    await call(createTask, who, { body: { id, orgId: hospital } })
    const { id: tokenId } = await store.reader.selectFrom('task_token').select('id').executeTakeFirstOrThrow()
    await store.write((writer) => changeAccount(writer, who.accountId, { disabledAt: testNow }))
    expect(await call(createTask, who, { body: { id: newId(), orgId: hospital } })).toBe('SERVER_ADDRESS_UNKNOWN')
    expect(await call(createTaskToken, who, { params: { taskId: id }, body: {} })).toBe('SERVER_ADDRESS_UNKNOWN')
    expect(await call(revokeTaskToken, who, { params: { taskId: id, tokenId } })).toBe('SERVER_ADDRESS_UNKNOWN')
    expect(await store.reader.selectFrom('task').select('id').execute()).toEqual([{ id }])
    expect(await store.reader.selectFrom('task_token').select('revoked_at').execute()).toEqual([{ revoked_at: null }])
  })

  test('a return slip waits for the device that signed, once, and its submission is returned', async () => {
    const app = createApp(new Map(), services)
    const id = newId()
    const made = await call(createTask, clerk(hospital), { body: { id, orgId: hospital } })
    if (typeof made === 'string') throw new Error(made)
    const { text, digest, device, content } = await aSignedFile()
    await upload(app, made['token'] ?? '', text)
    const slip = await signReturnSlip(
      {
        id: newId(),
        submissionDigest: digest,
        recordId: content.record.id,
        revision: 1,
        comments: [{ path: 'basic.name', reason: 'differs', text: '与身份证不符' }],
        unit: aUnit,
        returnedAt: '2026-11-25T02:00:00.000Z',
      },
      await aSigningKey(),
    )
    expect(await call(pushReturnSlip, clerk(school), { body: slip })).toBe('SERVER_ADDRESS_UNKNOWN')
    const first = await call(pushReturnSlip, clerk(hospital), { body: slip })
    expect(await call(pushReturnSlip, clerk(hospital), { body: slip })).toEqual(first)
    const server = services.key.kid
    const listed = '/api/v1/return-slips?after=0'
    const answer = await app.request(listed, { headers: await signedRequest(device, { server, path: listed }) })
    expect(await answer.json()).toMatchObject({ items: [{ submissionDigest: digest, file: slip }], next: 4 })
    const other = await signedRequest(await aSigningKey(), { server, path: listed })
    expect(await (await app.request(listed, { headers: other })).json()).toEqual({ items: [], next: 0 })
    const path = `/api/v1/submissions/${digest}`
    const status = await app.request(path, { headers: await signedRequest(device, { server, path }) })
    expect(await status.json()).toMatchObject({ state: 'returned' })
    expect(listReturnSlips.access).toBe('device')
  })

  test('a slip for a revision that was replaced leaves the person where the newer one stands', async () => {
    const app = createApp(new Map(), services)
    const id = newId()
    const made = await call(createTask, clerk(hospital), { body: { id, orgId: hospital } })
    if (typeof made === 'string') throw new Error(made)
    const first = await aSignedFile()
    const second = await signSubmission({ ...first.content, revision: 2, previous: first.digest }, first.device)
    for (const { text } of [first, second]) expect((await upload(app, made['token'] ?? '', text)).status).toBe(200)
    const slipFor = async (submissionDigest: string, revision: number) => {
      const recordId = first.content.record.id
      const content = { ...aReturnSlipContent(), id: newId(), submissionDigest, recordId, revision }
      return signReturnSlip(content, await aSigningKey())
    }
    const returned = async (slip: string) => {
      expect(await call(pushReturnSlip, clerk(hospital), { body: slip })).toMatchObject({ slipId: expect.any(String) })
      return call(getTotals, clerk(hospital), { query: { orgId: hospital } })
    }
    const received = { received: 1, returned: 0 }
    expect(await returned(await slipFor(first.digest, 1))).toMatchObject({ whole: received })
    expect(await returned(await slipFor(second.digest, 2))).toMatchObject({ whole: { received: 0, returned: 1 } })
  })
})
