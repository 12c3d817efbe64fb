import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '#server/create-app.ts'
import type { RunningServices } from '#server/create-services.ts'
import { createRateLimiter } from '#server/limits/rate-limiter.ts'
import { listen } from '#server/listen.ts'
import { createRequestLog } from '#server/observe/request-log.ts'
import { createWebServer, type WebServer } from '#server/tls/web-server.ts'
import { readTrustedProxies } from '#server/trusted-proxies.ts'
import { someServices, testNow } from '#tests/support/services.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'
import { anOpenTask, aSignedFile, type OpenTask, upload } from '#tests/support/sync.ts'

const [sqlite] = bothEngines()

describe('the limits of the server', () => {
  let database: TestDatabase
  let services: RunningServices
  let app: Hono
  let task: OpenTask
  let server: WebServer | undefined
  const lines: string[] = []
  beforeEach(async () => {
    if (!sqlite) throw new Error('no database')
    database = await sqlite.create()
    const store = await database.open()
    lines.length = 0
    services = await someServices(store, {
      log: createRequestLog(true, { out: (line) => void lines.push(line), err: (line) => void lines.push(line) }),
    })
    app = createApp(new Map(), services)
    task = await anOpenTask(store)
  })
  afterEach(async () => {
    server?.closeAllConnections()
    server?.socketServer.close()
    await services.close()
    await database.remove()
  })

  async function portOf(): Promise<number> {
    const answer = getRequestListener((request, env) => app.fetch(request, env))
    server = createWebServer((incoming, outgoing) => void answer(incoming, outgoing))
    return listen(server.socketServer, { host: '127.0.0.1', port: 0 })
  }

  /** What the server says to these very bytes. */
  async function say(port: number, head: readonly string[], body: readonly string[]): Promise<string> {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => (text += String(chunk)))
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    for (const part of body) socket.write(part)
    await expect.poll(() => text).toMatch(/^HTTP\/1.1 \d{3}/)
    socket.destroy()
    return text
  }
  const headOf = (...more: string[]): readonly string[] => [
    'POST /api/v1/submissions HTTP/1.1',
    'Host: x',
    `Authorization: Bearer ${task.token}`,
    ...more,
  ]

  test('a body that says it is too long is not waited for', async () => {
    const said = await say(await portOf(), headOf('Content-Length: 99999999999'), ['{'])
    expect(said).toContain('413')
    expect(said).toContain('FILE_TOO_LARGE')
  })

  test('a body without a length ends at the limit', async () => {
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
    const chunks = Array.from({ length: 110 }, () => chunk)
    expect(await say(await portOf(), headOf('Transfer-Encoding: chunked'), chunks)).toContain('413')
  })

  test('nothing is inflated: a compressed body is refused unread', async () => {
    const bomb = new Uint8Array(gzipSync('x'.repeat(1_000_000)))
    const headers = { Authorization: `Bearer ${task.token}`, 'Content-Encoding': 'gzip' }
    const answer = await app.request('/api/v1/submissions', { method: 'POST', headers, body: bomb })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ code: 'SERVER_REQUEST_BAD', params: { where: 'Content-Encoding' } })
  })

  test('a body is not read for a stranger', async () => {
    const said = await say(
      await portOf(),
      ['POST /api/v1/submissions HTTP/1.1', 'Host: x', 'Content-Length: 5000000'],
      ['{'],
    )
    expect(said).toContain('SERVER_TOKEN_BAD')
  })

  test.each(['%2e%2e/%2e%2e/etc/passwd', '..%5c..%5cdata%5ccaibao.sqlite', '%00', 'a%0d%0aSet-Cookie:x=1'])(
    'an address like %s leads nowhere',
    async (path) => {
      const answer = await app.request(`/api/v1/submissions/${path}`)
      expect([401, 404, 400]).toContain(answer.status)
      expect(answer.headers.get('Set-Cookie')).toBeNull()
      expect(await answer.text()).not.toContain('root:')
    },
  )

  test('who asks too often is told when to come again', async () => {
    const strict = createApp(new Map(), { ...services, rate: createRateLimiter(2, () => testNow) })
    expect((await strict.request('/api/v1/server')).status).toBe(200)
    const refused = await strict.request('/api/v1/server')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('Retry-After')).toBe('30')
    expect(await refused.json()).toEqual({ code: 'SERVER_BUSY', params: { retryAfterSeconds: 30 } })
    expect(refused.headers.get('X-Content-Type-Options')).toBe('nosniff')
  })

  test('who has a whole network of IPv6 addresses is one of those who ask', async () => {
    const strict = createApp(new Map(), { ...services, rate: createRateLimiter(2, () => testNow) })
    const askFrom = async (remoteAddress: string): Promise<number> => {
      const env = { incoming: { socket: { remoteAddress } } }
      return (await strict.request('/api/v1/server', {}, env)).status
    }
    expect(await askFrom('2001:db8:1:2::7')).toBe(200)
    expect(await askFrom('2001:db8:1:2:aaaa::8')).toBe(429)
    expect(await askFrom('2001:db8:1:3::7')).toBe(200)
    expect(await askFrom('198.51.100.7')).toBe(200)
    expect(await askFrom('::ffff:198.51.100.7')).toBe(429)
  })

  test('who asks for what there is not, or whether the server is ready, asks like anybody', async () => {
    for (const path of ['/api/v1/not-there', '/api/other', '/readyz']) {
      const strict = createApp(new Map(), { ...services, rate: createRateLimiter(2, () => testNow) })
      const ask = () => strict.request(path, {}, { incoming: { socket: { remoteAddress: '198.51.100.7' } } })
      expect((await ask()).status, path).toBe(path === '/readyz' ? 200 : 404)
      const refused = await ask()
      expect(refused.status, path).toBe(429)
      expect(refused.headers.get('Retry-After')).toBe('30')
      expect((await strict.request('/api/v1/server')).status).toBe(200)
    }
  })

  test('a program of this machine and a trusted proxy itself may always ask whether it is ready', async () => {
    const trustedProxies = readTrustedProxies('10.0.0.5')
    const strict = createApp(new Map(), { ...services, trustedProxies, rate: createRateLimiter(2, () => testNow) })
    const askFrom = async (remoteAddress: string, headers: Readonly<Record<string, string>> = {}) =>
      (await strict.request('/readyz', { headers }, { incoming: { socket: { remoteAddress } } })).status
    for (const own of ['127.0.0.1', '10.0.0.5'])
      expect([await askFrom(own), await askFrom(own), await askFrom(own)], own).toEqual([200, 200, 200])
    const handedOn = { 'X-Forwarded-For': '198.51.100.7' }
    expect(await askFrom('10.0.0.5', handedOn)).toBe(200)
    expect(await askFrom('10.0.0.5', handedOn)).toBe(429)
    expect(await askFrom('10.0.0.5')).toBe(200)
  })

  test('who hands in all day is still told whether the server is ready', async () => {
    const strict = createApp(new Map(), { ...services, rate: createRateLimiter(2, () => testNow) })
    const incoming = { incoming: { socket: { remoteAddress: '198.51.100.7' } } }
    const ask = async (path: string) => (await strict.request(path, {}, incoming)).status
    expect([await ask('/api/v1/server'), await ask('/api/v1/server')]).toEqual([200, 429])
    expect([await ask('/readyz'), await ask('/readyz')]).toEqual([200, 429])
  })

  test('is ready while the database answers and nobody stops it', async () => {
    expect((await app.request('/readyz')).status).toBe(200)
    services.stop()
    expect((await app.request('/readyz')).status).toBe(503)
  })

  test('counts without knowing whom, and shows it to this machine and to who has the token', async () => {
    const { text } = await aSignedFile()
    await upload(app, task.token, text)
    await upload(app, task.token, text)
    const port = await portOf()
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    expect(metrics).toContain('caibao_uploads_total{outcome="stored"} 1')
    expect(metrics).toContain('caibao_uploads_total{outcome="known"} 1')
    expect(metrics).toContain('caibao_requests_total{method="POST",path="/submissions",status="200"} 2')
    expect((await app.request('/metrics')).status).toBe(404)
    const open = createApp(new Map(), { ...services, metricsToken: 'a-token-of-16-chars' })
    const headers = { Authorization: 'Bearer a-token-of-16-chars' }
    expect((await open.request('/metrics', { headers })).status).toBe(200)
    expect((await open.request('/metrics', { headers: { Authorization: 'Bearer a-token-of-16-charX' } })).status).toBe(
      404,
    )
  })

  test('shows it to nobody a proxy on this machine hands on, whatever the proxy says of them', async () => {
    const here = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }
    const statusOf = async (given: Partial<RunningServices>, headers: Readonly<Record<string, string>> = {}) =>
      (await createApp(new Map(), { ...services, ...given }).request('/metrics', { headers }, here)).status
    expect(await statusOf({})).toBe(200)
    const marks = { 'X-Forwarded-For': '198.51.100.7', 'X-Real-IP': '198.51.100.7', Via: '1.1 x', Forwarded: 'for=x' }
    for (const [name, value] of Object.entries(marks)) expect(await statusOf({}, { [name]: value }), name).toBe(404)
    // The proxy that the address people open tells of may say nothing at all.
    const publicOrigin = 'https://caibao.example'
    expect(await statusOf({ publicOrigin })).toBe(404)
    expect(await statusOf({ publicOrigin: 'http://caibao.example' })).toBe(200)
    expect(await statusOf({ publicOrigin, trustedProxies: readTrustedProxies('loopback') })).toBe(200)
  })

  test('counts and logs a request that came to a fault, with its kind and none of its words', async () => {
    const faulty = createApp(new Map(), {
      ...services,
      scheme: () => Promise.reject(Object.assign(new RangeError('黄老师'), { code: '22021' })),
    })
    const answer = await faulty.request('/api/v1/server')
    expect(answer.status).toBe(500)
    expect(await answer.json()).toEqual({ code: 'SERVER_FAILED', params: {} })
    expect(services.metrics.text()).toContain('caibao_requests_total{method="GET",path="/server",status="500"} 1')
    const line = { level: 'error', event: 'request', method: 'GET', path: '/server', status: 500 }
    expect(lines.map((each): unknown => JSON.parse(each))).toEqual([
      expect.objectContaining({ ...line, fault: 'RangeError 22021' }),
    ])
    expect(lines.join('')).not.toContain('黄老师')
  })

  test('logs a fault outside of the interface, too', async () => {
    const metrics = { ...services.metrics, text: () => expect.fail('黄老师') }
    const faulty = createApp(new Map(), { ...services, metrics, metricsToken: 'a-token-of-16-chars' })
    const headers = { Authorization: 'Bearer a-token-of-16-chars' }
    expect((await faulty.request('/metrics?of=黄老师', { headers })).status).toBe(500)
    expect(lines.map((each): unknown => JSON.parse(each))).toEqual([
      expect.objectContaining({ level: 'error', method: 'GET', path: '/metrics', status: 500 }),
    ])
    expect(lines.join('')).toContain('"fault":"AssertionError')
    expect(lines.join('')).not.toContain('黄老师')
  })

  test('logs no digest, no token and no address', async () => {
    const { text, digest } = await aSignedFile()
    await upload(app, task.token, text)
    await app.request(`/api/v1/submissions/${digest}`)
    expect(lines.map((line) => Object.keys(JSON.parse(line)))).toEqual([
      ['time', 'level', 'event', 'method', 'path', 'status', 'ms'],
      ['time', 'level', 'event', 'method', 'path', 'status', 'ms'],
    ])
    expect(lines.join('')).toContain('"path":"/submissions/:digest"')
    expect(lines.join('')).not.toContain(digest)
    expect(lines.join('')).not.toContain(task.token)
  })
})
