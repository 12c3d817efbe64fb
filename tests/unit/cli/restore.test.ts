import { spawnSync } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { localDate } from '#server/local-date.ts'
import { readSettings } from '#server/read-settings.ts'
import { openStore } from '#server/store/open-store.ts'
import { serverKeyOf } from '#server/store/server-keys.ts'

const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-restore-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function caibaoIn(dataFolder: string, ...args: readonly string[]) {
  const env = { ...process.env, CAIBAO_DATA: dataFolder, DATABASE_URL: '' }
  const { status, stderr, stdout } = spawnSync(execPath, [main, ...args], { encoding: 'utf8', env })
  return { status, said: `${stdout}${stderr}` }
}
const caibao = (...args: readonly string[]) => caibaoIn(join(folder, 'data'), ...args)

async function givenFile(name: string, bytes: Uint8Array): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, bytes)
  return file
}

/** Where a server was started once. */
async function aStandingServer(): Promise<void> {
  const store = await openStore({ dataFolder: join(folder, 'data') })
  await serverKeyOf(store)
  await store.close()
}

test.each([
  ['backup', '-o', 'whole.gz'],
  ['erase', '--record', '0f8fad5b-d9cb-469f-a165-70867728950e'],
  ['believe-clock', '--date', localDate(new Date())],
])('%s does nothing where no server was ever started, and says where it looked', async (...args) => {
  const { status, said } = caibao(...args)
  expect(status).toBe(2)
  expect(said).toContain(join(folder, 'data'))
  expect(said).toContain('CAIBAO_DATA')
  expect(await readdir(folder)).toEqual([])
  // A database that was opened, and in which no server ever was.
  await (await openStore({ dataFolder: join(folder, 'data') })).close()
  expect(caibao(...args).status).toBe(2)
})

/** As somebody to whom rights are denied: the administrator is denied none. */
const stranger = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

describe('a server that somebody else runs', () => {
  test.skipIf(process.platform === 'win32').each([['backup', '-o', 'whole.gz'], ['log'], ['verify', '--log']])(
    '%s does not say that there is none',
    async (...args) => {
      await aStandingServer()
      await chmod(folder, 0o755)
      await chmod(join(folder, 'data'), stranger.uid === undefined ? 0o000 : 0o700)
      const env = { ...process.env, CAIBAO_DATA: join(folder, 'data'), DATABASE_URL: '' }
      const { status, stderr } = spawnSync(execPath, [main, ...args], { encoding: 'utf8', env, ...stranger })
      await chmod(join(folder, 'data'), 0o700)
      expect(status).toBe(2)
      expect(stderr).toContain(`没有读写数据文件夹 ${join(folder, 'data')} 的权限`)
      expect(stderr).not.toContain('没有服务器的数据')
    },
  )
})

test.each([
  ['backup', '-o', 'whole.gz'],
  ['restore', 'whole.gz'],
])('%s says of a data folder that is a file what it is', async (...args) => {
  await givenFile('data', Buffer.from('x'))
  const { status, said } = caibao(...args)
  expect(status).toBe(2)
  expect(said).toContain(`${join(folder, 'data')} 是文件，不是文件夹`)
  expect(said).not.toContain('没有覆盖')
})

describe('erasing by a digest', () => {
  test.each(['d3a8-c57c-b81c-28fc', 'D3A8C57CB81C28FC', '校验码 d3a8-c57c-b81c-28fc'])(
    'says of the short one (%s) where the long one is',
    (digest) => {
      const { status, said } = caibao('erase', '--digest', digest)
      expect(status).toBe(2)
      expect(said).toMatch(/64 位.*verify --json.*log.*网上管理 → 删除数据/)
      expect(said).not.toContain('用法')
    },
  )

  test('takes capitals', async () => {
    await aStandingServer()
    const { status, said } = caibao('erase', '--digest', 'D3'.repeat(32))
    expect(status).toBe(1)
    expect(said).toContain('服务器上没有这个人的数据')
  })

  test.each([['--digest', 'g'.repeat(64)], ['--digest', 'a'.repeat(65)], []])(
    'shows how it is typed (%s %s)',
    (...args) => {
      expect(caibao('erase', ...args)).toMatchObject({ status: 2, said: expect.stringContaining('用法') })
    },
  )
})

describe('backing up a server', () => {
  test('says of a damaged database where it is and what to do', async () => {
    const store = await openStore({ dataFolder: join(folder, 'data') })
    await serverKeyOf(store)
    // What is in the journal beside it is not damaged.
    await store.forget()
    await store.close()
    await truncate(join(folder, 'data', 'caibao.sqlite'), 40_000)
    const { status, said } = caibao('backup', '-o', join(folder, 'whole.gz'))
    expect(status).toBe(2)
    expect(said).toContain(`${join(folder, 'data')} 里的数据库损坏了`)
  })

  test('says why the file could not be written', async () => {
    await aStandingServer()
    const { status, said } = caibao('backup', '-o', join(folder, '没有', 'whole.gz'))
    expect(status).toBe(2)
    expect(said).toContain('没有完成：没有找到')
    expect(said).not.toMatch(/\n {4}at /)
  })

  test('leaves a file that is no backup as it is', async () => {
    await aStandingServer()
    const file = await givenFile('key.jwk', Buffer.from('{"kty":"EC"}'))
    const { status, said } = caibao('backup', '-o', file)
    expect(status).toBe(2)
    expect(said).toContain('不是服务器的备份，没有覆盖')
    expect(await readFile(file, 'utf8')).toBe('{"kty":"EC"}')
  })
})

describe('restoring a server', () => {
  test('names a file that is not there', () => {
    const { status, said } = caibao('restore', join(folder, '没有.gz'))
    expect(status).toBe(2)
    expect(said).toContain('没有完成：读不出备份文件')
    expect(said).not.toMatch(/\n {4}at /)
  })

  test('takes a whole backup, and names one that was cut short, at any place', async () => {
    await aStandingServer()
    const file = join(folder, 'whole.gz')
    expect(caibao('backup', '-o', file)).toMatchObject({
      status: 0,
      said: expect.stringContaining(join(folder, 'data')),
    })
    const whole = await readFile(file)
    await rm(join(folder, 'data'), { recursive: true })
    for (const kept of [12, Math.floor(whole.length / 2), whole.length - 4]) {
      const { status, said } = caibao('restore', await givenFile(`${kept}.gz`, whole.subarray(0, kept)))
      expect(status).toBe(2)
      expect(said).toContain('不完整或不是 .gz')
      expect(said).not.toMatch(/\n {4}at /)
    }
    expect(caibao('restore', file)).toMatchObject({ status: 0, said: expect.stringContaining('首尾相接') })
  })

  test('goes nowhere that nobody named, says where it would have gone, and where it went', async () => {
    await aStandingServer()
    const [file, data] = [join(folder, 'whole.gz'), join(folder, 'other')]
    expect(caibao('backup', '-o', file).status).toBe(0)
    const unnamed = caibaoIn('', 'restore', file)
    expect(unnamed.status).toBe(2)
    expect(unnamed.said).toContain('没有恢复')
    expect(unnamed.said).toContain(`--data ${readSettings({}).dataFolder}`)
    expect(caibaoIn('', 'restore', file, '--data', data)).toMatchObject({
      status: 0,
      said: expect.stringContaining(data),
    })
    expect(await readdir(data)).toContain('caibao.sqlite')
    // What is said by option goes before what the surroundings say.
    const beside = join(folder, 'beside')
    expect(caibao('restore', file, '--data', beside)).toMatchObject({
      status: 0,
      said: expect.stringContaining(beside),
    })
  })

  test('names a file that is no backup at all', async () => {
    const { status, said } = caibao('restore', await givenFile('a.gz', Buffer.from('不是备份')))
    expect(status).toBe(2)
    expect(said).toContain('不完整或不是 .gz')
    expect(said).not.toMatch(/\n {4}at /)
  })
})
