import { once } from 'node:events'
import { request as requestByHttp } from 'node:http'
import { request as requestByHttps, type RequestOptions } from 'node:https'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listen } from '#server/listen.ts'
import { createWebServer, type WebServer } from '#server/tls/web-server.ts'
import { makeCertificate } from '#tests/support/certificates.ts'

const own = makeCertificate()
const host = '127.0.0.1'

describe('a server with a certificate', () => {
  let server: WebServer
  let port = 0
  beforeEach(async () => {
    server = createWebServer((incoming, outgoing) => outgoing.end(`${incoming.method} ${incoming.url}`), {
      ...own,
      warnings: [],
    })
    port = await listen(server.socketServer, { host, port: 0 })
  })
  afterEach(async () => {
    const closed = once(server.socketServer, 'close')
    server.socketServer.close()
    server.closeAllConnections()
    await closed
  })

  async function ask(send: typeof requestByHttp, options: RequestOptions) {
    const sent = send({ host, port, agent: false, ...options })
    sent.end(options.method === 'POST' ? 'x'.repeat(100_000) : undefined)
    const [response] = await once(sent, 'response')
    return { status: response.statusCode, headers: response.headers, body: await text(response) }
  }

  test('answers a browser that trusts it', async () => {
    const { status, body } = await ask(requestByHttps, { path: '/x', ca: own.cert })
    expect([status, body]).toEqual([200, 'GET /x'])
    const posted = await ask(requestByHttps, { path: '/y', ca: own.cert, method: 'POST' })
    expect(posted.body).toBe('POST /y')
  })

  test('is refused by a browser that does not trust it', async () => {
    await expect(ask(requestByHttps, { path: '/x' })).rejects.toThrow('self-signed certificate')
  })

  test('sends who came by http to https, at the same address', async () => {
    const { status, headers, body } = await ask(requestByHttp, { path: '/drafts/1?a=b' })
    expect([status, headers.location]).toEqual([308, `https://${host}:${port}/drafts/1?a=b`])
    expect(body).toContain('请用 https 打开')
  })

  test('never takes what was sent by http', async () => {
    const { status, body } = await ask(requestByHttp, { path: '/x', method: 'POST' })
    expect(status).toBe(400)
    expect(body).toContain('这个端口只用 https')
  })

  test('ends though a socket is open that never says a word', async () => {
    const silent = connect(port, host)
    await once(silent, 'connect')
    const ended = once(silent, 'close')
    const closed = once(server.socketServer, 'close')
    server.socketServer.close()
    server.closeAllConnections()
    await Promise.all([closed, ended])
    expect(server.socketServer.listening).toBe(false)
    port = await listen(server.socketServer, { host, port: 0 })
  })

  test('takes a renewed certificate without a new start', async () => {
    const next = makeCertificate()
    server.renew({ ...next, warnings: [] })
    const { status } = await ask(requestByHttps, { path: '/x', ca: next.cert })
    expect(status).toBe(200)
    await expect(ask(requestByHttps, { path: '/x', ca: own.cert })).rejects.toThrow('certificate')
  })
})

test('a server without a certificate speaks http', async () => {
  const server = createWebServer((_incoming, outgoing) => outgoing.end('here'))
  const port = await listen(server.socketServer, { host, port: 0 })
  expect(server.isSecure).toBe(false)
  const response = await fetch(`http://${host}:${port}/`)
  expect(await response.text()).toBe('here')
  const closed = once(server.socketServer, 'close')
  server.socketServer.close()
  server.closeAllConnections()
  await closed
})
