import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { deviceRequestHeader } from '#core/sync/device-request.ts'
import { readReceipt } from '#core/sync/receipt.ts'
import { acceptedSchema } from '#core/sync/submissions.ts'
import { listBuiltFiles } from '#server/built-files.ts'
import { createApp } from '#server/create-app.ts'
import type { RunningServices } from '#server/create-services.ts'
import type { ConnectionLimits } from '#server/limits/connection-limits.ts'
import { listen } from '#server/listen.ts'
import { storeSlip } from '#server/store/return-slips.ts'
import { createWebServer, type WebServer } from '#server/tls/web-server.ts'
import { aPlace } from '#tests/faults/server/place.ts'
import { makeCertificate } from '#tests/support/certificates.ts'
import { kidOf } from '#tests/support/certified.ts'
import { forgedMessages } from '#tests/support/forged-messages.ts'
import { someServices } from '#tests/support/services.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { anOpenTask, aSealedFile, aSignedFile, type OpenTask, signedRequest, upload } from '#tests/support/sync.ts'

const secret = 'SECRET-OUTSIDE-THE-BUILD'
const signedSchema = v.looseObject({
  payload: v.string(),
  signatures: v.array(v.looseObject({ protected: v.string(), signature: v.string() })),
})

/** Everything a socket says until it ends. */
function heard(socket: Socket): { readonly text: () => string } {
  let text = ''
  socket.on('data', (chunk) => (text += String(chunk)))
  socket.on('error', () => undefined)
  return { text: () => text }
}

const socketTo = (port: number, isSecure: boolean): Socket =>
  isSecure ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }) : connect(port, '127.0.0.1')

describe('somebody who means harm', () => {
  const [sqlite] = bothEngines()
  let folder = ''
  let database: TestDatabase
  let services: RunningServices
  let app: Hono
  let task: OpenTask
  let server: WebServer | undefined
  beforeEach(async () => {
    if (!sqlite) throw new Error('no database')
    folder = await mkdtemp(join(tmpdir(), 'caibao-security-'))
    await mkdir(join(folder, 'dist'))
    await writeFile(join(folder, 'dist/index.html'), '<title>采报</title>')
    await writeFile(join(folder, 'secret.txt'), secret)
    database = await sqlite.create()
    const store = await database.open()
    services = await someServices(store)
    app = createApp(await listBuiltFiles(join(folder, 'dist')), services)
    task = await anOpenTask(store)
  })
  afterEach(async () => {
    server?.closeAllConnections()
    server?.socketServer.close()
    await services.close()
    await database.remove()
    await rm(folder, { recursive: true, force: true })
  })

  async function portOf(limits: Partial<ConnectionLimits> = {}, isSecure = false): Promise<number> {
    const answer = getRequestListener((request, env) => app.fetch(request, env))
    const { cert, key } = makeCertificate({ to: new Date(Date.now() + 3_600_000) })
    const certificate = isSecure ? { cert, key, warnings: [] } : undefined
    server = createWebServer((incoming, outgoing) => void answer(incoming, outgoing), certificate, limits)
    return listen(server.socketServer, { host: '127.0.0.1', port: 0 })
  }
  async function say(port: number, text: string): Promise<string> {
    const socket = connect(port, '127.0.0.1')
    const { text: said } = heard(socket)
    socket.write(text)
    await expect.poll(said).toMatch(/^HTTP\/1.1 \d{3}[^]*\r\n\r\n/)
    socket.destroy()
    return said()
  }
  const head = (...lines: string[]): string => `${lines.join('\r\n')}\r\n\r\n`

  test.each([false, true])('who sends a body drop by drop is cut off in time (TLS: %s)', async (isSecure) => {
    const limits = { headersTimeout: 200, bodySpanMs: 400, connectionsCheckingInterval: 50 }
    const port = await portOf(limits, isSecure)
    const slow = [socketTo(port, isSecure), socketTo(port, isSecure)]
    const dripping = setInterval(() => {
      for (const socket of slow) if (socket.writable) socket.write('x')
    }, 50)
    const auth = `Authorization: Bearer ${task.token}`
    slow[0]?.write(head('POST /api/v1/submissions HTTP/1.1', 'Host: x', auth, 'Content-Length: 9000'))
    slow[1]?.write('POST /api/v1/submissions HTTP/1.1\r\nHost: x\r\nX-Slow: ')
    await Promise.all(
      slow.map((socket) => {
        heard(socket)
        // Cut off by a reset is cut off, too.
        return new Promise((done) => socket.once('close', done))
      }),
    )
    clearInterval(dripping)
    expect((await app.request('/readyz')).status).toBe(200)
  })

  test.each([false, true])('who sends a body slowly, but steadily, is heard to the end (TLS: %s)', async (isSecure) => {
    const limits = { headersTimeout: 200, bodySpanMs: 400, connectionsCheckingInterval: 50 }
    const port = await portOf(limits, isSecure)
    const socket = socketTo(port, isSecure)
    const { text: said } = heard(socket)
    const bytes = 15_000
    const auth = `Authorization: Bearer ${task.token}`
    socket.write(head('POST /api/v1/submissions HTTP/1.1', 'Host: x', auth, `Content-Length: ${bytes}`))
    for (let sent = 0; sent < bytes; sent += 1000) {
      await new Promise((done) => setTimeout(done, 100))
      socket.write('x'.repeat(1000))
    }
    await expect.poll(said).toMatch(/^HTTP\/1.1 422 /)
    socket.destroy()
  })

  test.each([false, true])('no more connections are held than there may be (TLS: %s)', async (isSecure) => {
    const port = await portOf({ maxConnections: 2 }, isSecure)
    const open = async (): Promise<Socket> => {
      const socket = socketTo(port, isSecure)
      socket.on('error', () => undefined)
      // One too many is closed, at times before it has said hello.
      await once(socket, isSecure ? 'secureConnect' : 'connect').catch(() => undefined)
      return socket
    }
    const isAnswered = async (socket: Socket): Promise<boolean> => {
      const { text: said } = heard(socket)
      socket.write(head('GET /readyz HTTP/1.1', 'Host: x'))
      await expect.poll(() => socket.destroyed || said() !== '').toBe(true)
      return said().startsWith('HTTP/1.1 200 ')
    }
    const held = [await open(), await open()]
    expect(await isAnswered(await open())).toBe(false)
    expect(await Promise.all(held.map(isAnswered))).toEqual([true, true])
    held[0]?.destroy()
    await expect.poll(async () => isAnswered(await open())).toBe(true)
    for (const socket of held) socket.destroy()
  })

  test.each([false, true])('no more lines of a head are read than there may be (TLS: %s)', async (isSecure) => {
    const port = await portOf({}, isSecure)
    const auth = `Authorization: Bearer ${task.token}`
    const statusOf = async (before: number): Promise<string> => {
      const socket = socketTo(port, isSecure)
      const { text: said } = heard(socket)
      const filling = Array.from({ length: before - 1 }, (_, at) => `X-${at}: a`)
      socket.write(head('POST /api/v1/submissions HTTP/1.1', 'Host: x', ...filling, auth, 'Content-Length: 2') + '{}')
      await expect.poll(said).toMatch(/^HTTP\/1.1 \d{3}/)
      socket.destroy()
      return said().slice(9, 12)
    }
    expect(await statusOf(62)).toBe('422')
    // The token stands beyond: Node reads no further, or, by its version, refuses the whole.
    expect(['401', '431']).toContain(await statusOf(65))
  })

  test('no algorithm but ours counts: none, HMAC with the public key, the key of another', async () => {
    const { text } = await aSignedFile()
    const signed = v.parse(signedSchema, JSON.parse(text))
    const [first] = signed.signatures
    if (!first) throw new Error('no signature')
    const header: Readonly<Record<string, unknown>> = JSON.parse(Buffer.from(first.protected, 'base64url').toString())
    const other = await aSigningKey()
    const encoded = (changes: object): string =>
      Buffer.from(JSON.stringify({ ...header, ...changes })).toString('base64url')
    const hmac = (part: string): string =>
      createHmac('sha256', JSON.stringify(header['jwk'])).update(`${part}.${signed.payload}`).digest('base64url')
    const forged = [
      { protected: encoded({ alg: 'none' }), signature: '' },
      { protected: encoded({ alg: 'none' }), signature: first.signature },
      { protected: encoded({ alg: 'HS256' }), signature: hmac(encoded({ alg: 'HS256' })) },
      { protected: encoded({ jwk: other.publicJwk }), signature: first.signature },
      { protected: encoded({ kid: 'A'.repeat(43) }), signature: first.signature },
      { protected: first.protected, signature: 'A'.repeat(86) },
    ]
    for (const signature of forged) {
      const answer = await upload(app, task.token, JSON.stringify({ ...signed, signatures: [signature] }))
      const said: unknown = await answer.json()
      expect(answer.status, JSON.stringify(said)).toBe(422)
      expect(said).toMatchObject({
        code: expect.stringMatching(/^SUBMISSION_(ALGORITHM_REFUSED|SIGNATURE_BAD|KEY_MISMATCH|DAMAGED)$/),
      })
    }
    expect(await services.store.reader.selectFrom('submission').selectAll().execute()).toEqual([])
    expect((await upload(app, task.token, text)).status).toBe(200)
  })

  test('nobody hears by another’s name what was handed in, and nobody delivers by it', async () => {
    const { device, digest, text } = await aSignedFile()
    expect((await upload(app, task.token, text)).status).toBe(200)
    const slip = { slipId: crypto.randomUUID(), recordId: crypto.randomUUID(), submissionDigest: digest, file: 'slip' }
    const from = { device: await kidOf(device), orgId: task.orgId, returnedBy: task.orgId, at: 1 }
    await services.store.write((writer) => storeSlip(writer, { ...slip, ...from }))
    const serverKey = services.key.kid
    for (const path of [`/submissions/${digest}`, `/submissions/${digest}/receipt`, '/return-slips?after=0']) {
      const asked = { server: serverKey, path: `/api/v1${path}` }
      const ask = (said: string) => app.request(asked.path, { headers: { [deviceRequestHeader]: said } })
      const { [deviceRequestHeader]: own = '' } = await signedRequest(device, asked)
      for (const [trick, forgery] of await forgedMessages(own, device)) {
        const answer = await ask(forgery)
        expect(answer.status, trick).toBe(401)
        expect(await answer.json(), trick).toMatchObject({ code: 'DEVICE_REQUEST_BAD', params: { where: 'signature' } })
      }
      expect((await ask(own)).status).toBe(200)
    }
    const sealed = await aSealedFile(task.taskId)
    for (const [trick, forgery] of await forgedMessages(sealed.claim, sealed.device)) {
      const answer = await upload(app, task.token, sealed.text, forgery)
      expect(await answer.json(), trick).toMatchObject({ code: 'UPLOAD_CLAIM_BAD' })
    }
    expect((await upload(app, task.token, sealed.text, sealed.claim)).status).toBe(200)
  })

  test.each([
    ['/%0d%0aX-Evil:%201', ''],
    ['/api/v1/changes?orgId=%0d%0aX-Evil:%201&after=0', ''],
    ['/', 'If-None-Match: "a%0d%0aX-Evil: 1"'],
    ['/', 'Cookie: caibao-session=a%0d%0aX-Evil: 1'],
  ])('nothing of a request becomes a header of the answer: %s %s', async (path, line) => {
    const lines = [`GET ${path} HTTP/1.1`, 'Host: evil.example', ...(line === '' ? [] : [line])]
    const [headers = ''] = (await say(await portOf(), head(...lines))).split('\r\n\r\n')
    expect(headers).not.toMatch(/^x-evil/im)
    expect(headers).not.toContain('evil.example')
  })

  test.each([
    ['a line break within a value', 'X-A: a\rX-Evil: 1'],
    ['a zero', 'X-A: a\0b'],
    ['a space before the colon', 'Content-Length : 3'],
    ['two lengths', 'Content-Length: 3\r\nContent-Length: 4'],
    ['a length and chunks', 'Content-Length: 3\r\nTransfer-Encoding: chunked'],
  ])('a head with %s is refused', async (_what, line) => {
    expect(await say(await portOf(), head('POST /api/v1/submissions HTTP/1.1', 'Host: x', line))).toMatch(
      /^HTTP\/1.1 400 /,
    )
  })

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/%252e%252e%252fsecret.txt',
    '//../secret.txt',
    '/./../secret.txt%00.html',
    '/api/v1/../../../secret.txt',
    '/api/v1/schemes/..%2f..%2fsecret.txt',
    'http://x/../secret.txt',
  ])('%s leads to no file outside of the build', async (path) => {
    const said = await say(await portOf(), head(`GET ${path} HTTP/1.1`, 'Host: x'))
    expect(said).not.toContain(secret)
    expect(said).toMatch(/^HTTP\/1.1 4\d\d /)
  })
})

describe('a server that is stopped', { timeout: 60_000 }, () => {
  test('answers what is on its way, on disk and with a receipt, takes nothing new and then ends', async () => {
    const place = await aPlace()
    const running = await place.start()
    try {
      const { text } = await aSignedFile()
      const bytes = Buffer.from(text)
      const port = Number(new URL(running.origin).port)
      const socket = connect(port, '127.0.0.1')
      const { text: said } = heard(socket)
      const auth = `Authorization: Bearer ${place.task.token}`
      const length = `Content-Length: ${bytes.byteLength}`
      socket.write(`${['POST /api/v1/submissions HTTP/1.1', 'Host: x', auth, length].join('\r\n')}\r\n\r\n`)
      socket.write(bytes.subarray(0, 1000))
      // Another request on another connection tells that the first has come in.
      await fetch(`${running.origin}/readyz`)
      const ended = once(running.child, 'exit')
      running.child.kill('SIGTERM')
      await expect.poll(() => fetch(running.origin).then(Boolean, () => 'refused'), { timeout: 5_000 }).toBe('refused')
      socket.write(bytes.subarray(1000))
      expect(await ended).toEqual([0, null])
      expect(said()).toMatch(/^HTTP\/1.1 200 /)
      const { digest, receipt } = v.parse(acceptedSchema, JSON.parse(said().slice(said().indexOf('\r\n\r\n'))))
      const read = await readReceipt(receipt)
      if (!read.ok) throw new Error(read.error.code)
      const { position, head } = read.value.content
      const found = await place.inspect([{ digest, text, position, head }])
      expect(found).toEqual({ lost: 0, twice: 0, isLogWhole: true })
    } finally {
      await running.stop('SIGKILL')
      await place.remove()
    }
  })
})
