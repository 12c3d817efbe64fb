import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NoAnswer } from '#server/store/no-answer.ts'
import { sayOpenFailure } from '#server/store/open-failure.ts'
import { openStore } from '#server/store/open-store.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-open-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a database that cannot be opened', () => {
  const failure = (settings: { dataFolder: string; databaseUrl?: string }): Promise<unknown> =>
    openStore(settings).then(
      (store) => store.close(),
      (cause: unknown) => cause,
    )

  test('is named with the setting, without the password, where nobody listens', async () => {
    const cause = await failure({ dataFolder: folder, databaseUrl: 'postgres://caibao:secret@127.0.0.1:1/caibao' })
    expect(String(cause)).toMatch(/连不上.*127\.0\.0\.1:1\/caibao.*ECONNREFUSED.*DATABASE_URL/)
    expect(String(cause)).not.toContain('secret')
    expect(String(cause)).not.toContain('connect ')
  })

  test('is named with its folder where its file is none', async () => {
    await mkdir(join(folder, 'caibao.sqlite'))
    const cause = await failure({ dataFolder: folder })
    expect(String(cause)).toContain(folder)
    expect(String(cause)).toContain('CAIBAO_DATA')
  })

  test('is named with its folder, and with the backup to restore, where it was cut short', async () => {
    const store = await openStore({ dataFolder: folder })
    // What is in the journal beside it is not cut.
    await store.forget()
    await store.close()
    await truncate(join(folder, 'caibao.sqlite'), 40_000)
    expect(String(await failure({ dataFolder: folder }))).toMatch(
      new RegExp(`${folder}.*损坏.*恢复到新的文件夹.*第 8 节`),
    )
  })

  test('is named where another file has its name', async () => {
    await writeFile(join(folder, 'caibao.sqlite'), '这是别的文件。'.repeat(100))
    expect(String(await failure({ dataFolder: folder }))).toMatch(new RegExp(`${folder}.*不是数据库.*CAIBAO_DATA`))
  })

  test('is named with the setting where its folder is a file, or would lie in one', async () => {
    const file = join(folder, 'afile')
    await writeFile(file, '')
    for (const dataFolder of [file, join(file, 'data')]) {
      const said = String(await failure({ dataFolder }))
      expect(said).toMatch(/是文件，不是文件夹.*CAIBAO_DATA/)
      expect(said).toContain(dataFolder)
    }
  })
})

test.each([
  [{ code: 'ENOTFOUND' }, 'DATABASE_URL'],
  [{ code: '28P01' }, 'DATABASE_URL'],
  [
    { code: '28000' },
    'pg_hba.conf 里没有允许它的一行；只许加密的（hostssl），请在 DATABASE_URL 末尾写 ?sslmode=verify-full',
  ],
  [{ code: '3D000' }, 'DATABASE_URL'],
  [{ code: '42501' }, 'createdb --owner'],
  [{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'sslrootcert='],
  [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, '主机名'],
  [{ code: 'CERT_HAS_EXPIRED' }, '过期'],
  [{ code: 'CERT_NOT_YET_VALID' }, '日期'],
  [{ message: 'The server does not support SSL connections' }, 'sslmode='],
])('says what to do about %j of PostgreSQL, without the password', (facts, what) => {
  const cause = new NoAnswer('raw words', Object.assign(new Error('raw words'), facts))
  const place = { dataFolder: '', databaseUrl: 'postgres://caibao:secret@db.lan:5432/caibao' }
  const said = sayOpenFailure('message' in facts ? new NoAnswer(facts.message) : cause, place) ?? ''
  expect(said).toMatch(/db\.lan:5432\/caibao/)
  expect(said).toContain(what)
  expect(said).not.toMatch(/raw words|secret|SSL/)
})

test.each([
  [{ code: 'EACCES' }, 'CAIBAO_DATA'],
  [{ code: 'EEXIST' }, 'CAIBAO_DATA'],
  [{ code: 'ENOTDIR' }, 'CAIBAO_DATA'],
  [{ code: 'EROFS' }, 'CAIBAO_DATA'],
  // What Node says of a folder that cannot be made because the disk can only be read.
  [{ code: 'ENOENT', syscall: 'mkdir' }, 'CAIBAO_DATA'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 5 }, '占用'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 8 }, 'CAIBAO_DATA'],
  // Its number may be said more closely: SQLITE_READONLY_DIRECTORY.
  [{ code: 'ERR_SQLITE_ERROR', errcode: 1544 }, 'CAIBAO_DATA'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 11 }, '恢复到新的文件夹'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 14 }, 'CAIBAO_DATA'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 26 }, 'CAIBAO_DATA'],
])('says what to do about %j, by the name of the setting', (facts, setting) => {
  const cause = Object.assign(new Error('raw words'), facts)
  const said = sayOpenFailure(cause, { dataFolder: '/var/lib/caibao' }) ?? ''
  expect(said).toContain(setting)
  expect(said).toContain('/var/lib/caibao')
  expect(said).not.toContain('raw words')
})

test.each([
  { code: 'ENOSPC', syscall: 'mkdir' },
  { code: 'ERR_SQLITE_ERROR', errcode: 13 },
  // No room for what its processes share: SQLITE_IOERR_SHMSIZE.
  { code: 'ERR_SQLITE_ERROR', errcode: 4874 },
])('says of a full disk that space is wanted (%j)', (facts) => {
  const said = sayOpenFailure(Object.assign(new Error('raw words'), facts), { dataFolder: '/var/lib/caibao' })
  expect(said).toBe('数据文件夹 /var/lib/caibao 所在的磁盘满了，请清出空间再启动。')
})

test('names the file of a certificate that cannot be read, by what the address calls it', async () => {
  const missing = join(folder, '根 ca.pem')
  const databaseUrl = `postgres://caibao:secret@127.0.0.1:1/c?sslmode=verify-full&sslrootcert=${missing}`
  const told = await openStore({ dataFolder: folder, databaseUrl }).catch(String)
  expect(told).toMatch(/读不到 DATABASE_URL 里 sslrootcert 写的证书文件/)
  expect(told).toContain(`${missing}（ENOENT）`)
  expect(told).not.toContain('secret')
  // A file of the program, or a socket that is not there, is no certificate.
  for (const facts of [
    { code: 'ENOENT', syscall: 'open', path: '/app/rules.js' },
    { code: 'ENOENT', syscall: 'connect' },
  ])
    expect(
      sayOpenFailure(Object.assign(new Error('raw words'), facts), { dataFolder: folder, databaseUrl }),
    ).toBeUndefined()
})

test('names a folder that is given for a certificate, and a socket that no server made', async () => {
  const certificate = `postgres://caibao:secret@127.0.0.1:1/c?sslmode=verify-full&sslrootcert=${folder}`
  const told = await openStore({ dataFolder: folder, databaseUrl: certificate }).then(() => '', String)
  expect(told).toMatch(/sslrootcert.*是文件夹，不是证书文件/)
  const socket = `postgres://caibao:secret@localhost/c?host=${folder}`
  const unheard = await openStore({ dataFolder: folder, databaseUrl: socket }).then(() => '', String)
  expect(unheard).toContain(join(folder, '.s.PGSQL.5432'))
  expect(unheard).toMatch(/没有 PostgreSQL 在运行.*DATABASE_URL/)
  expect(told + unheard).not.toContain('secret')
})

test('says of a database that does not answer that a restore may be under way, and when to start again', () => {
  const place = { dataFolder: '', databaseUrl: 'postgres://caibao:secret@db.lan:5432/caibao' }
  expect(sayOpenFailure(new NoAnswer(), place)).toMatch(/db\.lan.*恢复备份.*再启动/)
  expect(sayOpenFailure(new NoAnswer(), place)).not.toContain('secret')
  expect(sayOpenFailure(new NoAnswer('timeout exceeded when trying to connect'), place)).toMatch(/恢复备份/)
  // What it answered is no silence, and is told as it was said.
  const full = Object.assign(new Error('sorry, too many clients already'), { code: '53300' })
  for (const words of ['sorry, too many clients already', 'Connection terminated unexpectedly'])
    expect(sayOpenFailure(new NoAnswer(words, full), place)).toBeUndefined()
  // What the system called it says more.
  const refused = Object.assign(new Error('raw words'), { code: 'ECONNREFUSED' })
  expect(sayOpenFailure(new NoAnswer('raw words', refused), place)).toContain('ECONNREFUSED')
})

test('has nothing to say of what it does not know, nor of the other database', () => {
  expect(sayOpenFailure(new Error('raw words'), { dataFolder: '/data' })).toBeUndefined()
  // A file of the program, and no folder.
  const missing = Object.assign(new Error('raw words'), { code: 'ENOENT', syscall: 'open' })
  expect(sayOpenFailure(missing, { dataFolder: '/data' })).toBeUndefined()
  const elsewhere = { dataFolder: '/data', databaseUrl: 'postgres://x@y/z' }
  expect(sayOpenFailure(Object.assign(new Error('raw words'), { code: 'EACCES' }), elsewhere)).toBeUndefined()
})
