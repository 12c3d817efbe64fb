import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { isReceiptFor, readReceipt } from '#core/sync/receipt.ts'
import { acceptedSchema, batchAnswerSchema, submissionStatusSchema } from '#core/sync/submissions.ts'
import { createApp } from '#server/create-app.ts'
import type { RunningServices } from '#server/create-services.ts'
import { verifyLog } from '#server/store/log.ts'
import type { Store } from '#server/store/store.ts'
import { revokeToken } from '#server/store/tasks.ts'
import { someServices, testNow } from '#tests/support/services.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { anOpenTask, aSealedFile, aSignedFile, type OpenTask, signedRequest, upload } from '#tests/support/sync.ts'

describe.for(bothEngines())('submissions on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let services: RunningServices
  let app: Hono
  let task: OpenTask
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    services = await someServices(store)
    app = createApp(new Map(), services)
    task = await anOpenTask(store)
  })
  afterEach(async () => {
    if (!isHere) return
    await services.close()
    await database.remove()
  })

  const codeOf = async (response: Response): Promise<unknown> => {
    const { code, params }: { code?: unknown; params?: unknown } = await response.json()
    return [response.status, code, params]
  }
  const rows = () => store.reader.selectFrom('submission').selectAll().orderBy('position').execute()

  test('an upload is answered with a receipt that fits it, and lies there byte for byte', async () => {
    const { text, digest, content } = await aSignedFile({ taskId: task.taskId })
    const response = await upload(app, task.token, `\n${text}`)
    expect(response.status).toBe(200)
    const { receipt, isKnown, issues } = v.parse(acceptedSchema, await response.json())
    expect(isKnown).toBe(false)
    expect(issues).toBeDefined()
    const read = await readReceipt(receipt)
    if (!read.ok) throw new Error(read.error.code)
    expect(isReceiptFor(read.value, { digest, taskId: task.taskId, serverKey: services.key.kid })).toBe(true)
    expect(read.value.content).toMatchObject({ orgId: task.orgId, receivedAt: testNow, position: 1 })
    const { head, fault } = await verifyLog(store.reader)
    expect(fault).toBeUndefined()
    expect(read.value.content.head).toBe(head.hash)
    const original = await store.reader.selectFrom('original').selectAll().executeTakeFirstOrThrow()
    expect(new TextDecoder().decode(original.file)).toBe(`\n${text}`)
    expect(await rows()).toMatchObject([{ digest, record_id: content.record.id, revision: 1, is_sealed: 0 }])
  })

  test('the same submission again, also at the same moment, is one and gets the same receipt', async () => {
    const { text } = await aSignedFile()
    const together = await Promise.all(Array.from({ length: 5 }, () => upload(app, task.token, text)))
    const answers = await Promise.all([...together, await upload(app, task.token, text)].map((one) => one.json()))
    const accepted = answers.map((answer) => v.parse(acceptedSchema, answer))
    expect(accepted.filter(({ isKnown }) => !isKnown)).toHaveLength(1)
    const contents = await Promise.all(accepted.map(async ({ receipt }) => readReceipt(receipt)))
    expect(new Set(contents.map((read) => read.ok && read.value.digest)).size).toBe(1)
    expect(await rows()).toHaveLength(1)
    expect((await verifyLog(store.reader)).head.position).toBe(1)
  })

  test('the same content signed by another device is another submission: nobody can take a digest', async () => {
    const { text, content } = await aSignedFile()
    const other = await aSignedFile({ ...content })
    await upload(app, task.token, other.text)
    expect((await upload(app, task.token, text)).status).toBe(200)
    expect(await rows()).toHaveLength(2)
  })

  test('a sealed file comes in by the word of its device, bound to its bytes and its task', async () => {
    const { text, claim, digest } = await aSealedFile(task.taskId)
    const response = await upload(app, task.token, text, claim)
    const accepted = v.parse(acceptedSchema, await response.json())
    expect(accepted).toMatchObject({ digest, isKnown: false })
    expect(accepted).not.toHaveProperty('issues')
    expect(await rows()).toMatchObject([{ digest, is_sealed: 1, issues: null }])
  })

  test('a sealed file may be larger than a plain one, up to its own limit', async () => {
    const { text, claimFor } = await aSealedFile(task.taskId)
    const plain = await aSignedFile()
    const grownTo = (file: string, sizeBytes: number): string => file + ' '.repeat(sizeBytes - Buffer.byteLength(file))
    const five = 5 * 1_048_576
    const sealed = grownTo(text, five)
    expect((await upload(app, task.token, sealed, await claimFor(sealed))).status).toBe(200)
    expect(await rows()).toMatchObject([{ is_sealed: 1 }])
    const refused = await upload(app, task.token, grownTo(plain.text, five))
    const limitBytes = 4 * 1_048_576
    expect(await refused.json()).toMatchObject({ code: 'FILE_TOO_LARGE', params: { limitBytes } })
    const bare = await upload(app, task.token, sealed)
    expect(await bare.json()).toMatchObject({ code: 'UPLOAD_CLAIM_BAD' })
  })

  test('a sealed file without a claim that fits is refused', async () => {
    const { text } = await aSealedFile(task.taskId)
    const other = await aSealedFile(task.taskId)
    const foreign = await aSealedFile(crypto.randomUUID())
    expect(await codeOf(await upload(app, task.token, text))).toEqual([422, 'UPLOAD_CLAIM_BAD', { where: 'missing' }])
    expect(await codeOf(await upload(app, task.token, text, other.claim))).toEqual([
      422,
      'UPLOAD_CLAIM_BAD',
      { where: 'file' },
    ])
    expect(await codeOf(await upload(app, task.token, text, `${other.claim}A`))).toEqual([
      422,
      'UPLOAD_CLAIM_BAD',
      { where: 'signature' },
    ])
    expect(await codeOf(await upload(app, task.token, foreign.text, foreign.claim))).toEqual([
      422,
      'UPLOAD_TASK_OTHER',
      {},
    ])
    expect(await rows()).toEqual([])
  })

  test('a token opens one unit, until it ends or is taken back', async () => {
    const { text } = await aSignedFile()
    const unknown = await upload(app, `cbt_${'A'.repeat(43)}`, text)
    expect(await codeOf(unknown)).toEqual([401, 'SERVER_TOKEN_BAD', { why: 'unknown' }])
    const without = await app.request('/api/v1/submissions', { method: 'POST', body: text })
    expect(await codeOf(without)).toEqual([401, 'SERVER_TOKEN_BAD', { why: 'missing' }])
    const ended = await anOpenTask(store, testNow)
    expect(await codeOf(await upload(app, ended.token, text))).toEqual([401, 'SERVER_TOKEN_BAD', { why: 'expired' }])
    const { taskId, tokenId } = task
    await store.write((writer) => revokeToken(writer, { taskId, tokenId, now: testNow }))
    expect(await codeOf(await upload(app, task.token, text))).toEqual([401, 'SERVER_TOKEN_BAD', { why: 'revoked' }])
    expect(await rows()).toEqual([])
  })

  test('the token itself is nowhere in the database', async () => {
    const hashes = await store.reader.selectFrom('task_token').selectAll().execute()
    expect(JSON.stringify(hashes)).not.toContain(task.token.slice(4))
    expect(task.token).toMatch(/^cbt_[\w-]{43}$/)
  })

  test('a submission for another task is refused, and so is what is no submission', async () => {
    const { text } = await aSignedFile({ taskId: crypto.randomUUID() })
    expect(await codeOf(await upload(app, task.token, text))).toEqual([422, 'UPLOAD_TASK_OTHER', {}])
    expect(await codeOf(await upload(app, task.token, '{}'))).toEqual([422, 'SUBMISSION_NOT_ONE', {}])
    expect(await codeOf(await upload(app, task.token, 'not json'))).toEqual([422, 'FILE_NOT_JSON', {}])
    expect(await rows()).toEqual([])
  })

  test('of an earlier version of the scheme is judged by the rules of today, of a newer one left to the unit', async () => {
    const madeWith = async (version: string, id = 'gx-zyjs') => {
      const { text } = await aSignedFile({ scheme: { id, version, digest: 'a'.repeat(64) } })
      return upload(app, task.token, text)
    }
    expect((await madeWith('2012.0')).status).toBe(200)
    expect((await madeWith('2012.2')).status).toBe(200)
    const [earlier, newer] = await rows()
    expect(JSON.parse(String(earlier?.issues))).toMatchObject({ error: expect.any(Number) })
    expect(newer).toMatchObject({ issues: null, is_sealed: 0 })
    expect(await codeOf(await madeWith('2012.0', 'gd-zyjs'))).toEqual([
      422,
      'RECORD_SCHEME_UNKNOWN',
      { found: 'gd-zyjs' },
    ])
    expect(await codeOf(await madeWith('latest'))).toEqual([422, 'RECORD_SCHEME_UNKNOWN', { found: 'gx-zyjs latest' }])
    expect(await rows()).toHaveLength(2)
  })

  test('a batch is answered file by file', async () => {
    const files = await Promise.all([aSignedFile(), aSignedFile({ taskId: crypto.randomUUID() }), aSignedFile()])
    const sealed = await aSealedFile(task.taskId)
    const items = [...files.map(({ text: file }) => ({ file })), { file: sealed.text, claim: sealed.claim }]
    const response = await app.request('/api/v1/submissions/batch', {
      method: 'POST',
      headers: { Authorization: `Bearer ${task.token}` },
      body: JSON.stringify({ items }),
    })
    const answer = v.parse(batchAnswerSchema, await response.json())
    expect(answer.items.map((item) => ('error' in item ? item.error.code : item.digest))).toEqual([
      files[0].digest,
      'UPLOAD_TASK_OTHER',
      files[2].digest,
      sealed.digest,
    ])
    expect((await rows()).map(({ position }) => position)).toEqual([1, 2, 3])
  })

  describe('to the device that signed', () => {
    const pathOf = (digest: string, end = ''): string => `/api/v1/submissions/${digest}${end}`

    test('tells where it stands, and gives the receipt once more', async () => {
      const { text, digest, device } = await aSignedFile()
      await upload(app, task.token, text)
      const path = pathOf(digest)
      const server = services.key.kid
      const status = await app.request(path, { headers: await signedRequest(device, { server, path }) })
      expect(v.parse(submissionStatusSchema, await status.json())).toEqual({
        digest,
        taskId: task.taskId,
        state: 'received',
        receivedAt: testNow,
        at: testNow,
      })
      const again = pathOf(digest, '/receipt')
      const headers = await signedRequest(device, { server, path: again })
      const { receipt }: { receipt: string } = await (await app.request(again, { headers })).json()
      expect((await readReceipt(receipt)).ok).toBe(true)
    })

    test('tells which one counts in its place, when the same record came anew from another device', async () => {
      const first = await aSignedFile()
      await upload(app, task.token, first.text)
      const second = await signSubmission(
        { ...first.content, revision: 2, previous: first.digest },
        await aSigningKey(),
      )
      await upload(app, task.token, second.text)
      const path = pathOf(first.digest)
      const headers = await signedRequest(first.device, { server: services.key.kid, path })
      const status = v.parse(submissionStatusSchema, await (await app.request(path, { headers })).json())
      expect(status).toMatchObject({ state: 'replaced', replacedBy: { digest: second.digest, revision: 2 } })
      const other = await aSignedFile()
      await upload(app, task.token, other.text)
      const own = pathOf(other.digest)
      const asked = await app.request(own, {
        headers: await signedRequest(other.device, { server: services.key.kid, path: own }),
      })
      expect(await asked.json()).not.toHaveProperty('replacedBy')
    })

    test('and to no other: as if it were not there', async () => {
      const { text, digest } = await aSignedFile()
      await upload(app, task.token, text)
      const path = pathOf(digest)
      const headers = await signedRequest(await aSigningKey(), { server: services.key.kid, path })
      expect(await codeOf(await app.request(path, { headers }))).toEqual([404, 'SERVER_ADDRESS_UNKNOWN', {}])
      expect(await codeOf(await app.request(path))).toEqual([401, 'DEVICE_REQUEST_BAD', { where: 'signature' }])
    })

    test('a request counts once, for this server, this address and this time', async () => {
      const { text, digest, device } = await aSignedFile()
      await upload(app, task.token, text)
      const path = pathOf(digest)
      const server = services.key.kid
      const headers = await signedRequest(device, { server, path })
      expect((await app.request(path, { headers })).status).toBe(200)
      const refusal = async (facts: Parameters<typeof signedRequest>[1]) =>
        codeOf(await app.request(path, { headers: await signedRequest(device, facts) }))
      expect(await codeOf(await app.request(path, { headers }))).toEqual([
        401,
        'DEVICE_REQUEST_BAD',
        { where: 'nonce' },
      ])
      expect(await refusal({ server: 'A'.repeat(43), path })).toEqual([401, 'DEVICE_REQUEST_BAD', { where: 'server' }])
      expect(await refusal({ server, path: pathOf(digest, '/receipt') })).toEqual([
        401,
        'DEVICE_REQUEST_BAD',
        { where: 'path' },
      ])
      expect(await refusal({ server, path, method: 'POST' })).toEqual([401, 'DEVICE_REQUEST_BAD', { where: 'method' }])
      expect(await refusal({ server, path, time: testNow - 300_001 })).toEqual([
        401,
        'DEVICE_CLOCK_OFF',
        { serverTime: testNow },
      ])
    })
  })
})
