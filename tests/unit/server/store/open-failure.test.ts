import { mkdir, mkdtemp, rm } from 'node:fs/promises'
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
})

test.each([
  [{ code: 'ENOTFOUND' }, 'DATABASE_URL'],
  [{ code: '28P01' }, 'DATABASE_URL'],
  [{ code: '3D000' }, 'DATABASE_URL'],
  [{ code: 'EACCES' }, 'CAIBAO_DATA'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 5 }, '占用'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 8 }, 'CAIBAO_DATA'],
  // Its number may be said more closely: SQLITE_READONLY_DIRECTORY.
  [{ code: 'ERR_SQLITE_ERROR', errcode: 1544 }, 'CAIBAO_DATA'],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 14 }, 'CAIBAO_DATA'],
])('says what to do about %j, by the name of the setting', (facts, setting) => {
  const cause = Object.assign(new Error('raw words'), facts)
  const url = setting === 'DATABASE_URL' ? { databaseUrl: 'postgres://caibao:secret@db.lan:5432/caibao' } : {}
  const said = sayOpenFailure(cause, { dataFolder: '/var/lib/caibao', ...url }) ?? ''
  expect(said).toContain(setting)
  expect(said).toContain(setting === 'DATABASE_URL' ? 'db.lan' : '/var/lib/caibao')
  expect(said).not.toMatch(/raw words|secret/)
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
  const elsewhere = { dataFolder: '/data', databaseUrl: 'postgres://x@y/z' }
  expect(sayOpenFailure(Object.assign(new Error('raw words'), { code: 'EACCES' }), elsewhere)).toBeUndefined()
})
