import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { runErase } from '#cli/erase.ts'
import { signReturnSlip } from '#core/return-slip/sign-return-slip.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { changePageSchema } from '#core/sync/replication.ts'
import { createApp } from '#server/create-app.ts'
import type { RunningServices } from '#server/create-services.ts'
import { verifyLog } from '#server/store/log.ts'
import type { Store } from '#server/store/store.ts'
import { issueToken, openTask } from '#server/store/tasks.ts'
import { byCommand } from '#tests/support/by-command.ts'
import { aPushed } from '#tests/support/pushed-events.ts'
import { someServices, testNow } from '#tests/support/services.ts'
import { aColleague, aTree, type StaffClient, type Tree } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { aSealedFile, aSignedFile, signedRequest, upload } from '#tests/support/sync.ts'
import { aReturnSlipContent, someUnitKeys } from '#tests/support/units.ts'

type Signed = Awaited<ReturnType<typeof aSignedFile>>

const payloadSchema = v.object({ payload: v.string() })

/** Some of what a file holds, with the id of its record, as it stands in the file. */
function partOf({ text, content }: Signed): string {
  const { payload } = v.parse(payloadSchema, JSON.parse(text))
  const at = Math.ceil((Buffer.from(payload, 'base64url').indexOf(content.record.id) * 4) / 3)
  return payload.slice(at, at + 40)
}

const phone = '13812345678'

describe.for(bothEngines())('erasing a person on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let services: RunningServices
  let app: Hono
  let tree: Tree
  let admin: StaffClient
  let token = ''
  let taskId = ''
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    services = await someServices(store)
    app = createApp(new Map(), services)
    tree = await aTree(store)
    admin = await aColleague({ app, store, now: testNow }, tree.unit.id, 'admin')
    taskId = crypto.randomUUID()
    const opened = await store.write(async (writer) => {
      await openTask(writer, { id: taskId, orgId: tree.unit.id }, testNow)
      return issueToken(writer, taskId, { now: testNow, expiresAt: null })
    })
    token = opened.token
  })
  afterEach(async () => {
    if (!isHere) return
    await services.close()
    await database.remove()
  })

  const orgId = (): string => tree.unit.id
  const caseId = 'id:450981199001011234'
  const keys = someUnitKeys()

  async function ask(method: string, path: string, body?: unknown) {
    const { status, json } = await admin.ask(method, path, body)
    return { status, json }
  }

  /** A person with everything a unit may hold: a submission, steps with words, a correction, a return slip. */
  async function aPersonWithAll() {
    const signed = await aSignedFile({ taskId })
    expect((await upload(app, token, signed.text)).status).toBe(200)
    const { digest } = signed
    const { id: recordId } = signed.content.record
    const corrected = await signSubmission({ ...signed.content, revision: 2, previous: digest }, signed.device)
    const slip = aReturnSlipContent({ id: crypto.randomUUID(), submissionDigest: digest, recordId })
    const change = { path: 'basic.mobile', before: '13800000000', after: phone, reason: '与原件核对' }
    const events = [
      aPushed(caseId, 1, { kind: 'received', digest, revision: 1, signer: 'device', file: '黄老师.rpu' }),
      aPushed(caseId, 2, { kind: 'corrected', digest: corrected.digest, from: digest, changes: [change] }),
      aPushed(caseId, 3, { kind: 'returned', digest, slip: slip.id, comments: slip.comments.length }),
    ]
    expect((await ask('POST', '/reviews', { orgId: orgId(), events })).json).toMatchObject({
      items: events.map(() => ({ kind: 'accepted' })),
    })
    const correction = { orgId: orgId(), digest: corrected.digest, file: corrected.text }
    expect((await ask('POST', '/corrections', correction)).status).toBe(200)
    const slipText = await signReturnSlip(slip, (await keys).signing)
    expect((await ask('POST', '/return-slips', slipText)).status).toBe(200)
    return { signed, digest, recordId, corrected, events, correction, slipText }
  }
  async function asDevice({ device }: Signed, path: string): Promise<Response> {
    const full = `/api/v1${path}`
    return app.request(full, { headers: await signedRequest(device, { server: services.key.kid, path: full }) })
  }
  const everything = async (): Promise<string> => {
    const tables = ['return_slip', 'correction', 'review_event', 'review_case', 'log_entry'] as const
    const rows = await Promise.all(tables.map((table) => store.reader.selectFrom(table).selectAll().execute()))
    const originals = await store.reader.selectFrom('original').selectAll().execute()
    return JSON.stringify([rows, originals.map(({ file }) => new TextDecoder().decode(file))])
  }
  const filesOf = async (folder: string): Promise<string> => {
    const names = await readdir(folder)
    return (await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))).join('')
  }
  const people = async (): Promise<unknown> => {
    const { json } = await ask('GET', `/totals?orgId=${orgId()}`)
    return v.parse(v.object({ whole: v.object({ people: v.number() }) }), json).whole.people
  }

  test('takes the content and keeps digests, the chain and an entry that says so', async () => {
    const other = await aSignedFile({ taskId })
    await upload(app, token, other.text)
    const { signed, digest, corrected } = await aPersonWithAll()
    expect(await everything()).toContain(partOf(signed))
    expect(await people()).toBe(2)
    const { status, json } = await ask('POST', '/erasures', { orgId: orgId(), digest })
    expect(status).toBe(200)
    expect(json).toEqual({ digests: expect.arrayContaining([digest, corrected.digest]), packs: [] })
    const left = await everything()
    for (const gone of [phone, '黄老师', caseId, partOf(signed)]) expect(left).not.toContain(gone)
    expect(left).toContain(partOf(other))
    expect((await verifyLog(store.reader)).fault).toBeUndefined()
    const entry = store.reader.selectFrom('log_entry').select('facts').where('kind', '=', 'erased')
    const facts = (await entry.execute()).map((row): unknown => JSON.parse(row.facts))
    expect(facts).toContainEqual({ by: admin.accountId, digest })
    expect(await people()).toBe(1)
  })

  test('is told to the device, whose receipt still counts', async () => {
    const { signed, digest, recordId } = await aPersonWithAll()
    await ask('POST', '/erasures', { orgId: orgId(), recordId })
    expect(await (await asDevice(signed, `/submissions/${digest}`)).json()).toMatchObject({ state: 'erased' })
    expect(await (await asDevice(signed, '/return-slips')).json()).toMatchObject({ items: [] })
    expect((await asDevice(signed, `/submissions/${digest}/receipt`)).status).toBe(200)
  })

  test('is told to the other devices of the unit, without the content', async () => {
    const { digest, corrected } = await aPersonWithAll()
    await ask('POST', '/erasures', { orgId: orgId(), digest })
    const page = v.parse(changePageSchema, (await ask('GET', `/changes?orgId=${orgId()}&after=0`)).json)
    expect(page.next).toBe(page.head)
    const [first, ...rest] = page.items
    expect(first).toMatchObject({ kind: 'submission', digest })
    expect(first).not.toHaveProperty('file')
    expect(rest.map((item) => `${item.kind} ${'digest' in item ? item.digest : ''}`).toSorted()).toEqual(
      [`erased ${digest}`, `erased ${corrected.digest}`].toSorted(),
    )
  })

  test('keeps the same from being taken in once more, and a new submission is welcome', async () => {
    const { signed, digest, events, correction, slipText } = await aPersonWithAll()
    await ask('POST', '/erasures', { orgId: orgId(), digest })
    const refused = { code: 'SUBMISSION_ERASED', params: {} }
    const again = await upload(app, token, signed.text)
    expect([again.status, await again.json()]).toEqual([410, refused])
    expect(await ask('POST', '/corrections', correction)).toEqual({ status: 410, json: refused })
    expect(await ask('POST', '/return-slips', slipText)).toEqual({ status: 410, json: refused })
    const pushed = await ask('POST', '/reviews', { orgId: orgId(), events: events.slice(0, 1) })
    expect(pushed.json).toMatchObject({ items: [{ kind: 'refused', error: refused }] })
    expect(await people()).toBe(0)
    const anew = await signSubmission({ ...signed.content, revision: 3 }, signed.device)
    expect((await upload(app, token, anew.text)).status).toBe(200)
    expect(await people()).toBe(1)
  })

  test('keeps out what came by hand and was erased before the device could send it', async () => {
    const signed = await aSignedFile({ taskId })
    const { digest } = signed
    const event = aPushed(caseId, 1, { kind: 'received', digest, revision: 1, signer: 'device', file: '黄老师.rpu' })
    await ask('POST', '/reviews', { orgId: orgId(), events: [event] })
    expect((await ask('POST', '/erasures', { orgId: orgId(), digest })).json).toMatchObject({ digests: [digest] })
    const other = await aSignedFile({ taskId })
    // The first finds the end of the log unknown to the process, the second known.
    const answers = [await upload(app, token, signed.text), await upload(app, token, other.text)]
    answers.push(await upload(app, token, signed.text))
    expect(answers.map(({ status }) => status)).toEqual([410, 200, 410])
    expect(await people()).toBe(1)
    expect(await everything()).not.toContain(partOf(signed))
  })

  test('once more changes nothing, and nobody of that name is nobody', async () => {
    const { digest } = await aPersonWithAll()
    await ask('POST', '/erasures', { orgId: orgId(), digest })
    const { head } = await verifyLog(store.reader)
    expect(await ask('POST', '/erasures', { orgId: orgId(), digest })).toMatchObject({ json: { digests: [] } })
    expect((await verifyLog(store.reader)).head).toEqual(head)
    const unknown = await ask('POST', '/erasures', { orgId: orgId(), recordId: crypto.randomUUID() })
    expect(unknown.status).toBe(404)
  })

  test('takes nothing of somebody else whose digest a sealed file claims', async () => {
    const { signed, digest } = await aPersonWithAll()
    const { text, claim, recordId } = await aSealedFile(taskId, { digest })
    expect((await upload(app, token, text, claim)).status).toBe(200)
    expect((await ask('POST', '/erasures', { orgId: orgId(), recordId })).status).toBe(200)
    expect(await everything()).toContain(partOf(signed))
    expect(await (await asDevice(signed, `/submissions/${digest}`)).json()).toMatchObject({ state: 'returned' })
  })

  test.for(['submission', 'correction'] as const)(
    'leaves the steps of whose %s a sealed file claims',
    async (which) => {
      const { signed, digest, corrected, events } = await aPersonWithAll()
      const claimed = which === 'submission' ? digest : corrected.digest
      const { text, claim, recordId } = await aSealedFile(taskId, { digest: claimed })
      expect((await upload(app, token, text, claim)).status).toBe(200)
      const { json } = await ask('POST', '/erasures', { orgId: orgId(), recordId })
      expect(json).toEqual({ digests: [claimed], packs: [] })
      const correction = { orgId: orgId(), digest: corrected.digest, file: corrected.text }
      expect((await ask('POST', '/corrections', correction)).status).toBe(200)
      const change = { path: 'basic.mobile', before: phone, after: '13900000000', reason: '与原件核对' }
      const all = [
        ...events,
        aPushed(caseId, 4, { kind: 'reopened', reason: '再核对' }),
        aPushed(caseId, 5, { kind: 'corrected', digest: claimed, from: digest, changes: [change] }),
      ]
      const pushed = await ask('POST', '/reviews', { orgId: orgId(), events: all })
      expect(pushed.json).toMatchObject({ items: all.map(() => ({ kind: 'accepted' })) })
      const page = v.parse(changePageSchema, (await ask('GET', `/changes?orgId=${orgId()}&after=0`)).json)
      expect(page.items.some(({ kind }) => kind === 'erased')).toBe(false)
      const trace = store.reader.selectFrom('log_entry').select('facts').where('kind', '=', 'erasedClaim')
      expect(await trace.execute()).toHaveLength(1)
      // The person's own request takes all of it.
      const own = await ask('POST', '/erasures', { orgId: orgId(), recordId: signed.content.record.id })
      expect(own.json).toMatchObject({ digests: expect.arrayContaining([digest, corrected.digest]) })
    },
  )

  test('is found by the code on the paper, and its trace tells who did it and when', async () => {
    const { digest, corrected, recordId } = await aPersonWithAll()
    const code = digest.slice(0, 16)
    const found = await ask('GET', `/erasures/find?orgId=${orgId()}&code=${code}`)
    expect(found.json).toMatchObject({ items: [{ digest, recordId, revision: 1, isErased: false }] })
    expect((await ask('GET', `/erasures/find?orgId=${tree.department.id}&code=${code}`)).status).toBe(404)
    expect((await ask('GET', `/erasures/find?orgId=${orgId()}&code=${code.slice(1)}`)).status).toBe(400)
    expect((await ask('GET', `/erasures?orgId=${orgId()}`)).json).toEqual({ items: [] })
    await ask('POST', '/erasures', { orgId: orgId(), recordId })
    const entry = { at: testNow, why: 'person', by: 'admin 同事' }
    const { json } = await ask('GET', `/erasures?orgId=${orgId()}`)
    expect(json).toMatchObject({ items: [entry, entry] })
    expect(JSON.stringify(json)).toContain(corrected.digest)
  })

  test('is found as its owner’s alone when a sealed file claims it, and refused when only sealed files do', async () => {
    const { digest, recordId } = await aPersonWithAll()
    const claim = async (of: string) => {
      const sealedOne = await aSealedFile(taskId, { digest: of })
      expect((await upload(app, token, sealedOne.text, sealedOne.claim)).status).toBe(200)
    }
    await claim(digest)
    const find = async (of: string) =>
      (await ask('GET', `/erasures/find?orgId=${orgId()}&code=${of.slice(0, 16)}`)).json
    expect(await find(digest)).toEqual({ items: [expect.objectContaining({ recordId })] })
    const disputed = 'd'.repeat(64)
    await claim(disputed)
    await claim(disputed)
    expect(await find(disputed)).toMatchObject({ items: [{ isSealed: true }, { isSealed: true }] })
    expect(await ask('POST', '/erasures', { orgId: orgId(), digest: disputed })).toEqual({
      status: 409,
      json: { code: 'ERASURE_DISPUTED', params: { records: 2 } },
    })
    expect(await people()).toBe(4)
  })

  test('sends a return slip to the device of the person, not to who claims the digest', async () => {
    const signed = await aSignedFile({ taskId })
    await upload(app, token, signed.text)
    const { digest } = signed
    const { text, claim, device } = await aSealedFile(taskId, { digest })
    expect((await upload(app, token, text, claim)).status).toBe(200)
    const { id: recordId } = signed.content.record
    const slip = aReturnSlipContent({ id: crypto.randomUUID(), submissionDigest: digest, recordId })
    expect((await ask('POST', '/return-slips', await signReturnSlip(slip, (await keys).signing))).status).toBe(200)
    const items = async (one: Signed) => (await asDevice(one, '/return-slips')).json()
    expect(await items(signed)).toMatchObject({ items: [{ slipId: slip.id }] })
    expect(await items({ ...signed, device })).toMatchObject({ items: [] })
    expect(await (await asDevice(signed, `/submissions/${digest}`)).json()).toMatchObject({ state: 'returned' })
  })

  test('stays so where somebody else holds the digest: no slip and no upload brings it back', async () => {
    const signed = await aSignedFile({ taskId })
    await upload(app, token, signed.text)
    const { digest } = signed
    const { text, claim, device, recordId } = await aSealedFile(taskId, { digest })
    expect((await upload(app, token, text, claim)).status).toBe(200)
    expect((await ask('POST', '/erasures', { orgId: orgId(), recordId })).status).toBe(200)
    const slip = aReturnSlipContent({ id: crypto.randomUUID(), submissionDigest: digest, recordId })
    const returned = await ask('POST', '/return-slips', await signReturnSlip(slip, (await keys).signing))
    const refused = { code: 'SUBMISSION_ERASED', params: {} }
    expect(returned).toEqual({ status: 410, json: refused })
    const again = await upload(app, token, text, claim)
    expect([again.status, await again.json()]).toEqual([410, refused])
    expect(await (await asDevice({ ...signed, device }, '/return-slips')).json()).toMatchObject({ items: [] })
  })

  test('is for who governs', async () => {
    const { digest } = await aPersonWithAll()
    const reviewer = await aColleague({ app, store, now: testNow }, orgId(), 'reviewer')
    expect((await reviewer.ask('POST', '/erasures', { orgId: orgId(), digest })).status).toBe(403)
    expect(await people()).toBe(1)
  })

  test('by the command line, and no trace of it is left in the files of the embedded database', async () => {
    const { digest, signed } = await aPersonWithAll()
    const { dataFolder, databaseUrl } = database.settings
    const isInFolder = async () => databaseUrl === undefined && (await filesOf(dataFolder)).includes(partOf(signed))
    expect(await isInFolder()).toBe(databaseUrl === undefined)
    const said: string[] = []
    const output = { out: (line: string) => void said.push(line), err: (line: string) => void said.push(line) }
    await byCommand(database, async () => {
      expect(await runErase(['--digest', digest], output)).toBe(0)
      expect(said.join('\n')).toContain(digest)
      expect(await runErase(['--record', 'nobody'], output)).not.toBe(0)
      expect(await runErase([], output)).not.toBe(0)
    })
    expect(await people()).toBe(0)
    expect(await isInFolder()).toBe(false)
  })
})
