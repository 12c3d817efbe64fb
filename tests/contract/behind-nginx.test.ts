import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schemeFileKind } from '#core/scheme/scheme-file.ts'
import { csrfHeader } from '#core/sync/staff-session.ts'
import { type ServerProcess, startServer } from '#tests/support/app-server.ts'
import { makeCertificate } from '#tests/support/certificates.ts'
import { environmentOf, example } from '#tests/support/deploy-examples.ts'
import { freePort } from '#tests/support/free-port.ts'

const hasNginx = spawnSync('nginx', ['-v']).status === 0
const certificate = makeCertificate()
const largest = schemeFileKind.limits.sizeBytes
/** Instead of the thousand of the example, so that a test can hold them. */
const mostOfAnAddress = 20

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent one after the other, with a pause between. */
  readonly chunks?: readonly Uint8Array[]
}

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

async function ask(url: string, { method = 'GET', headers = {}, chunks = [] }: Asked = {}): Promise<Answer> {
  const options = { method, headers, ca: certificate.cert }
  const request = url.startsWith('https:') ? httpsRequest(url, options) : httpRequest(url, options)
  const answered = once(request, 'response')
  for (const chunk of chunks) {
    request.write(chunk)
    if (chunks.length > 1) await pause(300)
  }
  request.end()
  const [response] = await answered
  return { status: response.statusCode, headers: response.headers, text: await readText(response) }
}

// The example as it stands, on ports and with files of this test.
describe.runIf(hasNginx)('the server behind nginx', { timeout: 60_000 }, () => {
  let folder = ''
  let server: ServerProcess
  let proxy: ChildProcess
  let outside = ''
  let plain = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-nginx-'))
    const [port, plainPort] = [await freePort(), await freePort()]
    const text = example('nginx.conf')
    const { TRUST_PROXY = '' } = environmentOf(text.split('\n')[0] ?? '')
    server = await startServer(0, { TRUST_PROXY })
    await writeFile(join(folder, 'cert.pem'), certificate.cert)
    await writeFile(join(folder, 'key.pem'), certificate.key)
    const site = text
      .replace('listen 80;', `listen 127.0.0.1:${plainPort};`)
      .replace('listen 443', `listen 127.0.0.1:${port}`)
      .replaceAll('/etc/caibao/', `${folder}/`)
      .replace('limit_conn caibao 1000;', `limit_conn caibao ${mostOfAnAddress};`)
      .replace('127.0.0.1:8080', `127.0.0.1:${server.port}`)
    const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder}/${name};`,
    )
    await writeFile(
      join(folder, 'nginx.conf'),
      `daemon off; pid ${folder}/pid; error_log stderr; events {} http { access_log off; ${kept.join(' ')}\n${site}}`,
    )
    proxy = spawn('nginx', ['-e', 'stderr', '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' })
    outside = `https://127.0.0.1:${port}`
    plain = `http://127.0.0.1:${plainPort}`
    for (let tries = 0; tries < 100; tries += 1) {
      if (
        await ask(`${outside}/healthz`).then(
          ({ status }) => status === 200,
          () => false,
        )
      )
        return
      await pause(100)
    }
    throw new Error('nginx did not start')
  }, 60_000)
  afterAll(async () => {
    if (proxy.exitCode === null) {
      proxy.kill('SIGTERM')
      await once(proxy, 'exit')
    }
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('headers of policy, of caching and of errors come through as they are, and none twice', async () => {
    const ofTheLine = new Set(['server', 'date', 'connection', 'keep-alive', 'transfer-encoding'])
    const own = ({ headers }: Answer) =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => !ofTheLine.has(name)))
    for (const path of ['/healthz', '/', '/api/v1/server', '/api/v1/orgs', '/api/v1/nothing', '/assets/none.js']) {
      const headers = { Accept: 'text/html', 'Accept-Encoding': 'br' }
      const [direct, through] = [await ask(server.origin + path, { headers }), await ask(outside + path, { headers })]
      expect(through.status, path).toBe(direct.status)
      expect(own(through), path).toEqual(own(direct))
      expect(through.headers['content-security-policy'], path).toBe(direct.headers['content-security-policy'])
    }
    const sent = await ask(`${plain}/admin?a=1`)
    expect([sent.status, sent.headers.location]).toEqual([308, 'https://127.0.0.1/admin?a=1'])
  })

  test('whoever signs in is known to have come by https; the largest upload and a slow one arrive whole', async () => {
    const body = {
      code: await server.setUpCode(),
      org: { name: '南宁市', orgCode: 'C1', division: '450100', level: 'city' },
      loginName: 'huang',
      displayName: '黄管理',
      password: '春江水暖鸭先知2026',
    }
    const json = { 'Content-Type': 'application/json', Origin: outside, Host: new URL(outside).host }
    const setUp = await ask(`${outside}/api/v1/setup`, {
      method: 'POST',
      headers: json,
      chunks: [Buffer.from(JSON.stringify(body))],
    })
    expect(setUp.status, setUp.text).toBe(200)
    const cookies = setUp.headers['set-cookie'] ?? []
    expect(
      cookies.map((cookie) => /^__Host-caibao-\w+=.*; HttpOnly; SameSite=Strict; .*; Secure$/.test(cookie)),
    ).toEqual([true, true])
    const session: unknown = JSON.parse(setUp.text)
    const word = typeof session === 'object' && session && 'csrf' in session ? String(session.csrf) : ''
    const headers = { ...json, [csrfHeader]: word, Cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') }
    const publish = (size: number, parts = 1) =>
      ask(`${outside}/api/v1/schemes`, {
        method: 'POST',
        headers,
        chunks: Array.from({ length: parts }, () => Buffer.from(randomBytes(size / parts / 2).toString('hex'))),
      })
    // Read whole, and refused for what it is.
    expect(await publish(largest)).toMatchObject({ status: 422 })
    expect(await publish(65_536, 8)).toMatchObject({ status: 422 })
    const tooLarge = await publish(largest + 2)
    expect([tooLarge.status, JSON.parse(tooLarge.text)]).toMatchObject([413, { code: 'FILE_TOO_LARGE' }])
    expect((await ask(`${outside}/api/v1/orgs`, { headers })).status).toBe(200)
  })
  test('one address holds no more connections than it may, and is served again once some are free', async () => {
    const status = async () => (await ask(`${outside}/healthz`)).status
    const headers = { 'Content-Type': 'application/json', 'Content-Length': '1000', Origin: outside }
    // More than it may: while they come in, one of those asked beside them may take a place.
    const held = Array.from({ length: 2 * mostOfAnAddress }, () => {
      const options = { method: 'POST', headers, agent: false, ca: certificate.cert }
      // Begun and never ended; that it is cut off is no fault.
      return httpsRequest(`${outside}/api/v1/setup`, options).on('error', () => undefined)
    })
    expect(await status()).toBe(200)
    for (const request of held) request.flushHeaders()
    await expect.poll(status).toBe(503)
    for (const request of held) request.destroy()
    await expect.poll(status).toBe(200)
  })
})
