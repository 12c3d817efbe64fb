import { compactVerify, decodeProtectedHeader } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import type { KnownServer, ServerBook } from '#app/platform/sync-client/server-book.ts'
import type { WireRequest } from '#app/platform/sync-client/send-over-wire.ts'
import { type Delivery, openServerDesk } from '#app/platform/sync-client/server-desk.ts'
import { digestOfText } from '#app/platform/sync-client/sign-request.ts'
import { ok } from '#core/errors/result.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { type LogMark, startOfLog } from '#core/sync/log-mark.ts'
import type { WireAnswer } from '#core/sync/wire-answer.ts'
import type { TaskContent } from '#core/task/task.ts'
import { aReceiptSigner, type ReceiptSigner } from '#tests/support/a-server.ts'
import { kidOf } from '#tests/support/certified.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSignedFile } from '#tests/support/sync.ts'
import { aTaskContent } from '#tests/support/units.ts'

const origin = 'https://caibao.example'
const digest = 'd'.repeat(64)
const recordId = '0f8fad5b-d9cb-469f-a165-70867728950e'
const serverTime = 1_800_000_000_000
const deviceTime = 1_000_000

let server: ReceiptSigner
let device: SigningKey
let seen: WireRequest[]
let known: Map<string, KnownServer>
/** Writes for which the disk has room. */
let writesLeft: number
let answers: (request: WireRequest) => Promise<WireAnswer> | WireAnswer

const answer = (status: number, body: unknown): WireAnswer => ({ kind: 'answer', status, text: JSON.stringify(body) })
const aTask = (changes: Partial<TaskContent> = {}): TaskContent =>
  aTaskContent({ server: origin, token: 'token-of-the-task', ...changes })
const aDelivery = (changes: Partial<Delivery> = {}): Delivery => ({
  digest,
  text: '{"caibao":"submission/1"}',
  isSealed: false,
  revision: 1,
  recordId,
  previous: undefined,
  task: aTask(),
  ...changes,
})

const info = (signer: ReceiptSigner): WireAnswer =>
  answer(200, {
    name: 'caibao',
    api: 1,
    version: '0.1.0',
    time: serverTime,
    kid: signer.kid,
    key: signer.key.publicJwk,
    scheme: { id: 'gx-zyjs', version: '2012.1', digest: 'e'.repeat(64) },
  })

const book: ServerBook = {
  find: async (name) => known.get(name),
  async update(name, next) {
    if (writesLeft === 0) throw new DOMException('the disk is full', 'QuotaExceededError')
    writesLeft -= 1
    const value = next(known.get(name))
    known.set(name, value)
    return value
  },
}

function desk() {
  return openServerDesk({
    schemeVersion: '2012.1',
    book,
    keys: { signingKey: async () => ok(device) },
    clock: { now: () => deviceTime, today: () => '1970-01-01' },
    origin,
    wire: async (request) => {
      seen.push(request)
      return answers(request)
    },
  })
}

async function honest(request: WireRequest): Promise<WireAnswer> {
  if (request.path === '/api/v1/server') return info(server)
  const receipt = await server.receipt({ digest, taskId: aTask().id })
  return answer(200, { digest, receipt, isKnown: false })
}

beforeEach(async () => {
  server = await aReceiptSigner()
  device = await aSigningKey()
  seen = []
  known = new Map()
  writesLeft = Infinity
  answers = honest
})

describe('delivering to the server of the task', () => {
  test('sends the file with the token and ends with a receipt', async () => {
    expect((await desk().send(aDelivery())).kind).toBe('receipt')
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v1/server',
      'POST /api/v1/submissions',
    ])
    expect(seen[1]?.headers).toMatchObject({ Authorization: 'Bearer token-of-the-task' })
    expect(seen[1]?.body).toBe(aDelivery().text)
  })

  test('binds a sealed file to this device by a claim', async () => {
    const delivery = aDelivery({ isSealed: true, previous: 'f'.repeat(64), revision: 2 })
    await desk().send(delivery)
    const claim = seen[1]?.headers?.['Caibao-Claim'] ?? ''
    expect(decodeProtectedHeader(claim)).toMatchObject({
      alg: 'ES256',
      typ: 'caibao-upload+jws',
      jwk: device.publicJwk,
    })
    const { payload } = await compactVerify(
      claim,
      await crypto.subtle.importKey('jwk', device.publicJwk, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']),
    )
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({
      file: await digestOfText(delivery.text),
      digest,
      taskId: aTask().id,
      recordId,
      revision: 2,
      previous: 'f'.repeat(64),
    })
  })

  test('is tried again where the disk is full, but a receipt that came is one', async () => {
    writesLeft = 0
    expect(await desk().send(aDelivery())).toMatchObject({ kind: 'retry', error: { code: 'STORAGE_FULL' } })
    writesLeft = 1
    expect((await desk().send(aDelivery())).kind).toBe('receipt')
  })

  test('goes by file without a server, and says where to go when it is another one', async () => {
    expect(await desk().send(aDelivery({ task: undefined }))).toMatchObject({ error: { code: 'DELIVERY_NO_SERVER' } })
    const elsewhere = aDelivery({ task: aTask({ server: 'https://other.example/app' }) })
    expect(await desk().send(elsewhere)).toEqual({
      kind: 'needsPerson',
      error: { code: 'DELIVERY_OTHER_SERVER', params: { server: 'https://other.example' } },
    })
    expect(seen).toEqual([])
  })

  test('sends nothing to a server with another key than the task names, or than the first time', async () => {
    const named = aDelivery({ task: aTask({ serverKey: (await aReceiptSigner()).kid }) })
    expect(await desk().send(named)).toMatchObject({ kind: 'needsPerson', error: { code: 'SERVER_KEY_OTHER' } })
    await desk().send(aDelivery())
    server = await aReceiptSigner()
    seen = []
    expect(await desk().send(aDelivery())).toMatchObject({ kind: 'needsPerson', error: { code: 'SERVER_KEY_OTHER' } })
    expect(seen).toHaveLength(1)
    // A task that the unit signed for the new server is its word.
    expect((await desk().send(aDelivery({ task: aTask({ serverKey: server.kid }) }))).kind).toBe('receipt')
  })

  test('tries again what was changed on its way, and sets aside what is refused for what it says', async () => {
    const { text } = await aSignedFile()
    let code = 'FILE_NOT_JSON'
    answers = (request) => (request.path === '/api/v1/server' ? info(server) : answer(422, { code, params: {} }))
    expect(await desk().send(aDelivery({ text }))).toMatchObject({ kind: 'retry', error: { code: 'DELIVERY_CHANGED' } })
    code = 'UPLOAD_TASK_OTHER'
    expect(await desk().send(aDelivery({ text }))).toMatchObject({ kind: 'quarantine', error: { code } })
  })

  test('gives no token away to a page that stands in between', async () => {
    answers = () => ({ kind: 'answer', status: 200, text: '<html>登录</html>' })
    expect(await desk().send(aDelivery())).toMatchObject({ kind: 'retry', error: { code: 'DELIVERY_ANSWER_FOREIGN' } })
    answers = () => ({ kind: 'answer', status: 0, text: '' })
    expect((await desk().send(aDelivery())).kind).toBe('retry')
    expect(seen.every(({ headers }) => headers === undefined)).toBe(true)
  })
})

const markAt = (position: number): LogMark => `${position}.${'a'.repeat(64)}`
const slipPaths = (): readonly string[] => seen.map(({ path }) => path).filter((path) => path.includes('slips'))

describe('asking as the device that signed', () => {
  const status = { digest, taskId: aTask().id, state: 'inReview', receivedAt: 1, at: 2 }

  test('signs the request with the time of the server, however wrong the clock of the device is', async () => {
    answers = (request) => (request.path === '/api/v1/server' ? info(server) : answer(200, status))
    expect(await desk().statusOf(aTask(), digest)).toEqual({ ok: true, value: status })
    const header = seen[1]?.headers?.['Caibao-Request'] ?? ''
    const [, payload = ''] = header.split('.')
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      server: server.kid,
      method: 'GET',
      path: `/api/v1/submissions/${digest}`,
      time: serverTime,
      body: await digestOfText(''),
    })
  })

  test('reads return slips on from where they were read', async () => {
    answers = (request) => (request.path === '/api/v1/server' ? info(server) : answer(200, { items: [], next: 7 }))
    await desk().slips(aTask())
    await desk().markRead({ position: 7, mark: markAt(7) })
    await desk().slips(aTask())
    expect(slipPaths()).toEqual([
      `/api/v1/return-slips?after=0&mark=${startOfLog}`,
      `/api/v1/return-slips?after=7&mark=${markAt(7)}`,
    ])
  })

  test('says how far it has seen the log of the server, by receipts as by slips', async () => {
    await desk().send(aDelivery())
    const [mark] = [...known.values()].map((each) => each.mark)
    expect(mark).toMatch(/^1\.[0-9a-f]{64}$/)
    await desk().markRead({ position: 7, mark: markAt(7) })
    await desk().send(aDelivery())
    expect([...known.values()].map((each) => each.mark)).toEqual([markAt(7)])
  })

  test('reads everything anew from a server that was restored, and doubts it until it was asked', async () => {
    await desk().send(aDelivery())
    await desk().markRead({ position: 7, mark: markAt(7) })
    expect(await desk().isDoubted()).toBe(false)
    const refusal = answer(409, { code: 'SERVER_LOG_OTHER', params: {} })
    answers = ({ path }) => {
      if (path === '/api/v1/server') return info(server)
      return path.endsWith(startOfLog) ? answer(200, { items: [], next: 0 }) : refusal
    }
    expect(await desk().slips(aTask())).toEqual({ ok: true, value: { items: [], next: 0 } })
    expect(slipPaths().at(-1)).toBe(`/api/v1/return-slips?after=0&mark=${startOfLog}`)
    expect(await desk().isDoubted()).toBe(true)
    await desk().believe()
    expect(await desk().isDoubted()).toBe(false)
  })

  test('knows a receipt of its own from one of another device', async () => {
    const kid = await kidOf(device)
    const own = await server.receipt({ digest, taskId: aTask().id, device: kid })
    expect(await desk().isOfThisDevice(own)).toBe(true)
    expect(await desk().isOfThisDevice(await server.receipt({ digest, taskId: aTask().id }))).toBe(false)
    expect(await desk().isOfThisDevice('nonsense')).toBe(false)
  })

  test('tells a task of the server here from one of another address, and from one of another key', async () => {
    const [same, elsewhere] = [aTask({ serverKey: server.kid }), aTask({ server: 'https://other.example/app' })]
    const before = aTask({ serverKey: (await aReceiptSigner()).kid })
    await desk().send(aDelivery())
    expect([same, before, elsewhere, aTaskContent()].map((task) => desk().isHere(task))).toEqual([
      true,
      true,
      false,
      false,
    ])
    const named = [same, aTask(), before, elsewhere].map((task) => desk().isNamedBy(task))
    expect(await Promise.all(named)).toEqual([true, true, false, false])
  })

  test('knows a receipt of the key that the server had before', async () => {
    const receipt = await server.receipt({ digest, taskId: aTask().id })
    expect(await desk().isOfOtherKey(receipt)).toBe(false)
    await desk().send(aDelivery())
    expect(await desk().isOfOtherKey(receipt)).toBe(false)
    server = await aReceiptSigner()
    await desk().send(aDelivery({ task: aTask({ serverKey: server.kid }) }))
    expect(await desk().isOfOtherKey(receipt)).toBe(true)
    expect(await desk().isOfOtherKey(await server.receipt({ digest, taskId: aTask().id }))).toBe(false)
  })
})
