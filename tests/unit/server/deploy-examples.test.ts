import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { endpoints } from '#core/sync/endpoints.ts'
import { bodySpanMs } from '#server/limits/connection-limits.ts'
import { readSettings } from '#server/read-settings.ts'
import { cacheFolder } from '#server/scheme/read-codes.ts'
import { stopPatienceMs } from '#server/stop-gently.ts'
import { usualPromptMs } from '#server/store/postgres-engine.ts'
import { makeCertificate } from '#tests/support/certificates.ts'
import { environmentOf, example, lastStage, root } from '#tests/support/deploy-examples.ts'
import { freePort } from '#tests/support/free-port.ts'

const image = lastStage(example('Dockerfile'))
// What only names types is gone at run time.
const packageImport = /^(?:import|export) (?!type)[^'"=();]*from '(?!node:)((?:@[\w.-]+\/)?[a-z][\w.-]*)(?:\/[^']*)?'/gm
const linesOf = (word: string): readonly string[] => image.flatMap(([each, rest]) => (each === word ? [rest] : []))
const environment = environmentOf(linesOf('ENV').join(' '))
const home = linesOf('WORKDIR')[0] ?? ''
const readText = (path: string): string => readFileSync(join(root, path), 'utf8')
const commandOf = (text: string): readonly string[] =>
  [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word]) => word ?? '')

describe('the container file', { timeout: 60_000 }, () => {
  const copied = linesOf('COPY').map((rest) => rest.split(' ').filter((word) => !word.startsWith('--')))
  let folder = ''
  let child: ChildProcess | undefined

  // What the last stage holds, without an engine: the folders it copies, where it puts them.
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-image-'))
    for (const words of copied) {
      const to = words.at(-1) ?? ''
      for (const from of words.slice(0, -1)) {
        const name = relative(home, from)
        const target = join(folder, to.endsWith('/') ? join(to, name) : to)
        await mkdir(dirname(target), { recursive: true })
        if (name === 'node_modules') await symlink(join(root, name), target, 'junction')
        else if (name !== 'dist') await cp(join(root, name), target, { recursive: true })
      }
    }
    await mkdir(join(folder, 'dist'))
    await writeFile(join(folder, 'dist/index.html'), '<title>采报</title>')
  })
  afterEach(() => void child?.kill('SIGKILL'))
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  /** What the image runs, and with which environment. */
  async function imageRun(settings: NodeJS.ProcessEnv): Promise<{ args: string[]; env: NodeJS.ProcessEnv }> {
    const [program, ...args] = commandOf(linesOf('CMD')[0] ?? '')
    expect(program).toBe('node')
    return { args, env: { ...process.env, ...environment, PORT: String(await freePort()), ...settings } }
  }
  const isHealthy = (env: NodeJS.ProcessEnv): boolean => {
    const check = /CMD (\[.*\])/.exec(linesOf('HEALTHCHECK')[0] ?? '')?.[1] ?? ''
    return spawnSync(process.execPath, commandOf(check).slice(1), { cwd: folder, env }).status === 0
  }

  test('what it copies is enough for its command to serve, and its health check sees it', async () => {
    const { args, env } = await imageRun({ CAIBAO_DATA: join(folder, 'kept') })
    expect(isHealthy(env)).toBe(false)
    child = spawn(process.execPath, args, { cwd: folder, env })
    for await (const chunk of child.stdout ?? []) if (String(chunk).includes('Ctrl+C')) break
    expect(isHealthy(env)).toBe(true)
    const pages = [readText('docs/operations.md'), readText('docs/operations.zh-CN.md')]
    const said = pages.map((page) => /docker exec caibao npm (run .*?) -o/.exec(page)?.[1]?.split(' ') ?? [])
    const [words = []] = said
    expect(said).toEqual([words, words])
    const npm = process.env['npm_execpath']
    const [runner, before] = npm ? [process.execPath, [npm]] : ['npm', []]
    const done = spawnSync(runner, [...before, ...words, '-o', join(folder, 'copy.gz')], { cwd: folder, env })
    expect(String(done.stderr)).toBe('')
    expect(done.status).toBe(0)
  })

  test('its health check sees a server that has a certificate of its own', async () => {
    const { cert, key } = makeCertificate()
    const [certPath, keyPath] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    await writeFile(certPath, cert)
    await writeFile(keyPath, key)
    const tls = { TLS_CERT: certPath, TLS_KEY: keyPath }
    const { args, env } = await imageRun({ ...tls, CAIBAO_DATA: join(folder, 'kept-by-https') })
    child = spawn(process.execPath, args, { cwd: folder, env })
    for await (const chunk of child.stdout ?? []) if (String(chunk).includes('Ctrl+C')) break
    expect(isHealthy(env)).toBe(true)
  })

  test('its port, its folder and its user fit together', () => {
    const settings = readSettings(environment)
    expect(settings).toMatchObject({ host: '0.0.0.0', attempts: 1, dataFolder: linesOf('VOLUME')[0] })
    expect(linesOf('EXPOSE')).toEqual([String(settings.port)])
    const made = linesOf('RUN').join(' ')
    const [user] = linesOf('USER')
    expect(made).toContain(`mkdir -p ${settings.dataFolder}`)
    expect(made).toContain(`chown ${user}:${user} ${settings.dataFolder} ${relative(root, dirname(cacheFolder))}`)
  })

  test('nothing that lies in the folder of a server at work gets into it', () => {
    const left = example('Dockerfile.dockerignore').split('\n')
    const ignored = readFileSync(join(root, '.gitignore'), 'utf8').split('\n').filter(Boolean)
    for (const line of ignored) expect(left).toContain(line.startsWith('/') ? line.slice(1) : `**/${line}`)
    expect(left).toContain('.git/')
  })

  test('every package that serves at run time is one that stays after pruning', async () => {
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    const kept = new Set(
      typeof manifest === 'object' && manifest && 'dependencies' in manifest
        ? Object.keys(manifest.dependencies ?? {})
        : [],
    )
    const used = new Set<string>()
    for (const room of ['src/server', 'src/cli', 'src/core'])
      for (const file of (await readdir(join(root, room), { recursive: true })).filter((name) =>
        name.endsWith('.ts'),
      )) {
        const text = await readFile(join(root, room, file), 'utf8')
        for (const [, name = ''] of text.matchAll(packageImport)) used.add(name)
      }
    expect(used.size).toBeGreaterThan(5)
    expect([...used].filter((name) => !kept.has(name))).toEqual([])
  })
})

describe('the systemd unit', () => {
  const unit = example('caibao.service')
  const valueOf = (key: string): string => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? ''
  const inRepository = (path: string): string => join(root, relative(valueOf('WorkingDirectory'), path))

  test('what it starts, names and writes is there', () => {
    const [program = '', main = ''] = valueOf('ExecStart').split(' ')
    expect(existsSync(inRepository(main))).toBe(true)
    const packages = readFileSync(join(root, 'package-lock.json'), 'utf8')
    expect(relative(valueOf('WorkingDirectory'), program)).toBe('node_modules/.bin/node')
    expect(packages).toContain('"node": "bin/node"')
    expect(existsSync(inRepository(valueOf('Documentation').replace('file:', '')))).toBe(true)
    expect(inRepository(valueOf('ReadWritePaths'))).toBe(dirname(cacheFolder))
    const settings = readSettings(environmentOf(valueOf('Environment')))
    expect(settings.dataFolder).toBe(`/var/lib/${valueOf('StateDirectory')}`)
    expect(settings.attempts).toBe(1)
  })

  test('it waits until the server has answered what it took, and a certificate is renewed by its reload', () => {
    // What was taken waits for a database that is silent.
    const longestMs = stopPatienceMs + usualPromptMs
    expect(Number(valueOf('TimeoutStopSec')) * 1000).toBeGreaterThan(longestMs)
    expect(valueOf('ExecReload')).toContain('-HUP $MAINPID')
    for (const page of ['docs/operations.md', 'docs/operations.zh-CN.md']) {
      const text = readFileSync(join(root, page), 'utf8')
      expect(Number(/docker stop -t (\d+)/.exec(text)?.[1]) * 1000).toBeGreaterThan(longestMs)
      expect(text).toContain(
        `useradd --system --home ${readSettings(environmentOf(valueOf('Environment'))).dataFolder}`,
      )
      expect(text).toContain(` ${valueOf('User')}\n`)
      expect(text).toContain(valueOf('EnvironmentFile').slice(1))
    }
  })
})

describe.each(['docs/operations.md', 'docs/operations.zh-CN.md'])('the commands of %s', (page) => {
  const section = /^## 8 [^]*?(?=^## 9 )/m.exec(readText(page))?.[0] ?? ''
  const spans = [...section.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words)
  const commands = spans.map((words) => words.replace('npm run -s caibao -- ', ''))
  const settings = readSettings(environmentOf(/^Environment=(.*)$/m.exec(example('caibao.service'))?.[1] ?? ''))

  test('are commands there are', () => {
    const usage = readText('src/cli/main.ts')
    const names = new Set(spans.flatMap((words) => /caibao -- ([a-z][\w-]*)/.exec(words)?.[1] ?? []))
    expect(names.size).toBeGreaterThan(3)
    for (const name of names) expect(usage).toContain(`\n  ${name} `)
  })

  test('name files where the user of the service may write, whatever folder they are typed in', () => {
    const files = commands.flatMap((command) => /^(?:backup -o|restore) (\S+)/.exec(command)?.[1] ?? [])
    expect(files).toHaveLength(2)
    for (const file of files) expect(dirname(file)).toBe(settings.dataFolder)
  })
})

describe('the examples of proxies', () => {
  const largest = Math.max(...Object.values(endpoints).map((each) => ('bodyBytes' in each ? each.bodyBytes : 0)))

  test.each(['nginx.conf', 'Caddyfile'])('%s goes to where its first line lets the server listen', (name) => {
    const text = example(name)
    const settings = readSettings(environmentOf(text.split('\n')[0] ?? ''))
    expect(text).toMatch(new RegExp(`(?:proxy_pass http://|reverse_proxy )${settings.host}:${settings.port}\\b`))
    expect(settings.trustedProxies.check(settings.host)).toBe(true)
    expect(settings.attempts).toBe(1)
  })

  test.each(['nginx.conf', 'Caddyfile'])('%s lets through what the server takes', (name) => {
    const [, most = '0'] = /(?:client_max_body_size|max_size) (\d+)m/i.exec(example(name)) ?? []
    expect(Number(most) * 1_000_000).toBeGreaterThan(largest)
  })

  test('nginx is no less patient with a slow line than the server', () => {
    const [, seconds = '0'] = /client_body_timeout\s+(\d+)s/.exec(example('nginx.conf')) ?? []
    expect(Number(seconds) * 1000).toBeGreaterThanOrEqual(bodySpanMs)
  })
})
