import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { type Server, createServer } from 'node:http'
import { request } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { listen } from '#server/listen.ts'
import { makeCertificate } from '#tests/support/certificates.ts'
import { freePort } from '#tests/support/free-port.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

// Starting a process is slow on a busy machine.
describe('the server process', { timeout: 60_000 }, () => {
  let folder = ''
  let child: ChildProcess | undefined
  let second: ChildProcess | undefined
  let other: Server | undefined

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-server-'))
    for (const room of ['src/server', 'src/core']) await cp(join(root, room), join(folder, room), { recursive: true })
    await cp(join(root, 'package.json'), join(folder, 'package.json'))
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
    await mkdir(join(folder, 'dist'))
    await writeFile(join(folder, 'dist/index.html'), '<title>采报</title>')
  })
  afterEach(() => {
    child?.kill('SIGKILL')
    second?.kill('SIGKILL')
    other?.close()
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function startOn(port: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
    child = spawn(process.execPath, [join(folder, 'src/server/main.ts')], {
      env: { ...process.env, PORT: port, ...env },
    })
    let text = ''
    for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
      text += String(chunk)
      if (text.includes('Ctrl+C')) return text
    }
    return text
  }

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'ends cleanly at %s though a browser keeps a socket open',
    async (signal) => {
      const text = await startOn('0')
      const { port } = new URL(/http:\S+/.exec(text)?.[0] ?? '')
      expect(text).toMatch(/\/admin\/setup#([0-9A-Z]{4}-){5}[0-9A-Z]{4}\n/)
      const response = await fetch(`http://127.0.0.1:${port}/`)
      expect(await response.text()).toContain('采报')
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => undefined)
      await once(socket, 'connect')
      child?.kill(signal)
      const [code] = await once(child ?? socket, 'exit')
      expect(code).toBe(0)
    },
  )

  test('takes the next port when the wanted one is taken, and says what that means', async () => {
    other = createServer()
    const taken = await listen(other, { host: '127.0.0.1', port: 0 })
    const text = await startOn(String(taken))
    expect(text).toContain(`端口 ${taken} 已被占用`)
    expect(text).not.toContain(`:${taken}/`)
  })

  test('leaves the set-up link of the server at work alone when it does not come to stand', async () => {
    const data = { CAIBAO_DATA: join(folder, 'of its own') }
    const text = await startOn('0', data)
    const { origin, hash } = new URL(/http:\S+#\S+/.exec(text)?.[0] ?? '')
    const env = { ...process.env, PORT: new URL(origin).port, PORT_FIXED: '1', ...data }
    second = spawn(process.execPath, [join(folder, 'src/server/main.ts')], { env })
    const [code] = await once(second, 'exit')
    expect(code).toBe(1)
    const body = {
      code: hash.slice(1),
      org: { name: '广西壮族自治区职改办', orgCode: 'R0', division: '450000', level: 'region' },
      loginName: 'admin',
      displayName: '管理员',
      password: '春江水暖鸭先知2026',
    }
    const headers = { Origin: origin, 'Content-Type': 'application/json' }
    const answer = await fetch(`${origin}/api/v1/setup`, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(answer.status).toBe(200)
  })

  test('serves by https with a given certificate, and says what is wrong with it', async () => {
    const { cert, key } = makeCertificate({ to: new Date(Date.now() + 3_600_000) })
    const [certPath, keyPath] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    await writeFile(certPath, cert)
    await writeFile(keyPath, key)
    const text = await startOn('0', { TLS_CERT: certPath, TLS_KEY: keyPath })
    const address = new URL(/https:\S+/.exec(text)?.[0] ?? '')
    const sent = request({ host: '127.0.0.1', port: address.port, path: '/', ca: cert, agent: false }).end()
    const [response] = await once(sent, 'response')
    expect(response.headers['content-security-policy']).toContain("default-src 'none'")
    expect(await readText(response)).toContain('采报')
  })

  test('a stick knows its own server at its port, and opens nobody another stick’s', async () => {
    const script = join(folder, 'src/server/portable/start.ts')
    const port = await freePort()
    const portFile = join(folder, '端口.txt')
    await writeFile(portFile, `${port} \r\n`)
    const env = { ...process.env, PORT_FIXED: '1', CAIBAO_BROWSER: 'none' }
    const stick = (name: string) =>
      spawn(process.execPath, [script, portFile], { env: { ...env, CAIBAO_DATA: join(folder, name) } })
    const saidBy = async (name: string): Promise<readonly [text: string, code: unknown]> => {
      const started = stick(name)
      const closed = once(started, 'close')
      const text = await readText(started.stdout)
      return [text, (await closed)[0]]
    }
    child = stick('of-a-colleague')
    for await (const chunk of child.stdout ?? []) if (String(chunk).includes('Ctrl+C')) break
    const [again, code] = await saidBy('of-a-colleague')
    expect([again, code]).toEqual([`采报已经在这台电脑上开着：http://127.0.0.1:${port}/\n`, 0])
    const [mine, mineCode] = await saidBy('mine')
    expect(mineCode).toBe(1)
    expect(mine).toContain('没有启动：这台电脑上正在运行的是另一份采报（另一个 U 盘的')
    expect(mine).not.toContain('已经在这台电脑上开着')
  })

  test.each(['abc', '0'])('a stick with the port “%s” says where it is written, and no more', async (PORT) => {
    const script = join(folder, 'src/server/portable/start.ts')
    const env = { ...process.env, PORT, CAIBAO_BROWSER: 'none', CAIBAO_DATA: join(folder, 'wrong') }
    const started = spawn(process.execPath, [script], { env })
    const closed = once(started, 'close')
    const [said, wrong] = await Promise.all([readText(started.stdout), readText(started.stderr)])
    expect((await closed)[0]).toBe(1)
    expect(said).toMatch(
      new RegExp(`^没有启动：端口 PORT 要写 1 到 65535 之间的整数，现在是“${PORT}”。\n.*端口\\.txt.*18620.*草稿.*\n$`),
    )
    expect(wrong).not.toContain('    at ')
  })

  test('counts, writes and shows its figures as its settings say', async () => {
    const token = 'a-token-of-16-chars'
    const env = { CAIBAO_LOG: 'json', CAIBAO_METRICS_TOKEN: token, CAIBAO_RATE: '2', TRUST_PROXY: 'loopback' }
    const said = await startOn('0', { ...env, CAIBAO_DATA: join(folder, 'counted'), CAIBAO_COLOUR: 'red' })
    const { origin } = new URL(/http:\S+/.exec(said)?.[0] ?? '')
    let lines = ''
    let warned = ''
    child?.stdout?.on('data', (chunk) => (lines += String(chunk)))
    child?.stderr?.on('data', (chunk) => (warned += String(chunk)))
    // As a proxy hands on whom it speaks for: to this machine itself everything is shown.
    const headers = { 'X-Forwarded-For': '198.51.100.7' }
    const ask = (path: string, more: Readonly<Record<string, string>> = {}) =>
      fetch(`${origin}${path}`, { headers: { ...headers, ...more } })
    const statuses = [(await ask('/api/v1/openapi.json')).status, (await ask('/api/v1/openapi.json')).status]
    expect(statuses).toEqual([200, 429])
    expect((await ask('/metrics')).status).toBe(404)
    const shown = await ask('/metrics', { Authorization: `Bearer ${token}` })
    expect(await shown.text()).toContain('caibao_requests_total{method="GET",path="/openapi.json",status="429"} 1')
    await expect.poll(() => lines.trim().split('\n')).toHaveLength(2)
    const logged = lines
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(logged[1]).toMatchObject({ event: 'request', method: 'GET', path: '/openapi.json', status: 429 })
    expect(lines).not.toContain('198.51.100')
    await expect.poll(() => warned).toContain('不认识设置 CAIBAO_COLOUR')
  })

  test('says what is wrong with a port that is none', async () => {
    child = spawn(process.execPath, [join(folder, 'src/server/main.ts')], { env: { ...process.env, PORT: 'x' } })
    let text = ''
    child.stderr?.on('data', (chunk) => (text += String(chunk)))
    const [code] = await once(child, 'close')
    expect(code).toBe(1)
    expect(text).toBe('没有启动：端口 PORT 要写 0 到 65535 之间的整数，现在是“x”。\n')
  })
})
