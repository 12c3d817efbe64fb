import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readSettings } from '#server/read-settings.ts'
import { environmentToAddTo, misspeltNames, unknownNames } from '#server/setting-names.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const documented = [
  ...readFileSync(join(root, 'docs/operations.md'), 'utf8').matchAll(/`([A-Z]+(?:_[A-Z]+)*)`(?=[, |])/g),
]

describe('names of settings', () => {
  test.each([
    ['CAIBAO_RETENTION_DAY', 'CAIBAO_RETENTION_DAYS'],
    ['CAIBO_DATA', 'CAIBAO_DATA'],
    ['CAIBAO_LOGS', 'CAIBAO_LOG'],
    ['caibao_rate', 'CAIBAO_RATE'],
    ['TRUSTED_PROXY', 'TRUST_PROXY'],
    ['TRUST_PROXIES', 'TRUST_PROXY'],
    ['TRUSTED_PROXIES', 'TRUST_PROXY'],
    ['PUBLIC_ORIGN', 'PUBLIC_ORIGIN'],
  ])('%s, a slip for %s, stops the start', (name, meant) => {
    expect(() => readSettings({ [name]: '1' })).toThrow(`不认识设置 ${name}，是不是要写 ${meant}？`)
    expect(unknownNames({ [name]: '1' })).toEqual([])
  })

  test('one of our own that a later version may know is told and stops nothing', () => {
    const env = { CAIBAO_COLOUR: 'red', CAIBAO_PORT_8080_TCP: 'tcp://10.0.0.1:8080' }
    expect(misspeltNames(env)).toEqual([])
    expect(unknownNames(env)).toEqual([
      expect.stringContaining('CAIBAO_COLOUR，'),
      expect.stringContaining('CAIBAO_PORT_8080_TCP，'),
    ])
  })

  test('what others set, and what is set to nothing, is no concern of ours', () => {
    const others = { HOME: '/root', POST: 'x', PATH: '/bin', SSL_CERT: 'x', SSL_CERT_FILE: 'x', npm_config_port: '1' }
    for (const env of [others, { CAIBAO_RETENTION_DAY: '', CAIBAO_COLOUR: '', CAIBAO_RATE: undefined }])
      expect([...misspeltNames(env), ...unknownNames(env)]).toEqual([])
  })

  test.each([
    { DATABASE_URL: 'postgres://a/b', DATABASE_URI: 'mongodb://x' },
    { TRUST_PROXY: 'loopback', TRUSTED_PROXY: '1' },
    { MTLS_CERT: 'x', MTLS_KEY: 'x' },
  ])('of another program stops nothing: %o', (env) => {
    expect([...misspeltNames(env), ...unknownNames(env)]).toEqual([])
  })

  test.each([
    ['DATABASE_URI', 'DATABASE_URL'],
    ['PASSKEY', 'PASSKEYS'],
    ['TLS_CRT', 'TLS_CERT'],
  ])('%s, which may be another program’s, is told as a slip for %s and stops nothing', (name, meant) => {
    expect(misspeltNames({ [name]: '1' })).toEqual([])
    expect(unknownNames({ [name]: '1' })).toEqual([expect.stringContaining(`${name}，没有使用。是不是要写 ${meant}？`)])
  })

  test('of our own that is a slip for what is set is told', () => {
    const env = { CAIBAO_LOG: 'json', CAIBAO_LOGS: 'off' }
    expect(misspeltNames(env)).toEqual([])
    expect(unknownNames(env)).toEqual([expect.stringContaining('CAIBAO_LOGS，')])
  })

  test('a name in another case that is read all the same, as on Windows, is no slip', () => {
    expect(misspeltNames({ Caibao_Data: 'x', CAIBAO_DATA: 'x' })).toEqual([])
  })

  test.each([
    ['win32', 'json'],
    ['linux', undefined],
  ] as const)('copied to be added to, they are read in any case on Windows alone: %s', (platform, log) => {
    const env = { Caibao_Log: 'json', caibao_data: 'D:\\caibao', Path: 'C:\\Windows', PORT: '8081', Host: undefined }
    const added = { ...environmentToAddTo(env, platform), CAIBAO_DATA: 'E:\\restored' }
    expect(added).toMatchObject({ CAIBAO_DATA: 'E:\\restored', PORT: '8081' })
    expect(Reflect.get(added, 'CAIBAO_LOG')).toBe(log)
    if (platform !== 'win32') return
    expect([...misspeltNames(added), ...unknownNames(added)]).toEqual([])
    expect(readSettings(added)).toMatchObject({ hasRequestLog: true, port: 8081 })
  })

  test('every documented setting, and every one the project itself uses, is known', () => {
    const names = documented.map(([, name = '']) => name).filter((name) => name.includes('_'))
    expect(names).toEqual(expect.arrayContaining(['TLS_KEY', 'CAIBAO_METRICS_TOKEN']))
    const own = ['CAIBAO_ENGINE', 'CAIBAO_BROWSER', 'CAIBAO_PASSPHRASE_FILE']
    const env = Object.fromEntries([...names, ...own].map((name) => [name, '1']))
    expect([...misspeltNames(env), ...unknownNames(env)]).toEqual([])
  })
})
