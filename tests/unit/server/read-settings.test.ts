import { describe, expect, test } from 'vitest'
import { readSettings } from '#server/read-settings.ts'

describe('readSettings', () => {
  test('serves this machine only, on 8080, when nothing is said', () => {
    expect(readSettings({})).toMatchObject({ host: '127.0.0.1', port: 8080 })
    expect(readSettings({})).not.toHaveProperty('tls')
    expect(readSettings({ HOST: '', PORT: '' })).toMatchObject({ host: '127.0.0.1', port: 8080 })
  })

  test('takes host and port from the environment', () => {
    expect(readSettings({ HOST: '0.0.0.0', PORT: '0' })).toMatchObject({ host: '0.0.0.0', port: 0 })
  })

  test.each(['-1', '80a', '65536', '8080.5', ' 80', '1e3'])('refuses the port “%s” and says what it wants', (text) => {
    expect(() => readSettings({ PORT: text })).toThrow(`现在是“${text}”`)
  })

  test('refuses the port 0 where it must be the same each time', () => {
    for (const text of ['0', 'x', '65536'])
      expect(() => readSettings({ PORT: text }, 1)).toThrow(`端口 PORT 要写 1 到 65535 之间的整数，现在是“${text}”。`)
    expect(readSettings({ PORT: '1' }, 1).port).toBe(1)
  })

  test('keeps data in the folder data of the project, or where it is told', () => {
    expect(readSettings({}).dataFolder).toMatch(/[\\/]data$/)
    expect(readSettings({ CAIBAO_DATA: '/srv/caibao' }).dataFolder).toBe('/srv/caibao')
    expect(readSettings({})).not.toHaveProperty('databaseUrl')
  })

  test('takes the address of a PostgreSQL', () => {
    const url = 'postgres://caibao:secret@db.example:5432/caibao'
    expect(readSettings({ DATABASE_URL: url }).databaseUrl).toBe(url)
  })

  test.each([
    'mysql://a@b/c',
    'localhost/caibao',
    'postgres://a:geheim@b:x/c',
    // Of these the host would be a part of the password.
    'postgres://a:b@geheim/x@127.0.0.1:5432/c',
    'postgres://a:b@geheim?x@127.0.0.1:5432/c',
    'postgres://a:b@geheim#x@127.0.0.1:5432/c',
    'postgres://a:pa:ss@geheim#1',
    'postgres://a:1/geheim@127.0.0.1:5432/c',
    'postgres://a:b@geheim?x=1@127.0.0.1:5432/c',
    'postgres://a:1?geheim@127.0.0.1:5432/c',
    'postgres://a:b@geheim?x@127.0.0.1:5432/c?user=a',
    // What the package for PostgreSQL would fail on, in words of its own.
    'postgres://a:geheim%ff@127.0.0.1:5432/c',
    'postgres://geheim%ff:b@127.0.0.1:5432/c',
  ])('refuses the database address “%s” without repeating what may be a password', (url) => {
    expect(() => readSettings({ DATABASE_URL: url })).toThrow(
      /^数据库地址 DATABASE_URL 要写成(?!.*geheim).*%40 %23 %2F %3F %25/,
    )
  })

  test.each([
    'postgres://a:%40%23%2F%3F%25@127.0.0.1:5432/c',
    'postgres://a:b@c@127.0.0.1/c',
    'postgres://h/db?user=a@b&password=x',
    'postgres:///db?host=/var/run/postgresql&user=a&password=x@y@z',
    'postgres://a:b@h/c?sslmode=verify-full&application_name=caibao@desk',
    // Not as it should be written, and understood all the same.
    'postgres://a:100%zz%@127.0.0.1/c',
    'postgres://a@%2Fvar%2Frun%2Fpostgresql/c',
    'postgresql://a:b@[::1]:5432/c?sslmode=verify-full&sslrootcert=/etc/caibao/ca.pem',
  ])('takes the database address “%s”', (url) => {
    expect(readSettings({ DATABASE_URL: url }).databaseUrl).toBe(url)
  })

  test('keeps to its port when it must not move', () => {
    expect(readSettings({ PORT_FIXED: '1' }).attempts).toBe(1)
    for (const env of [{}, { PORT_FIXED: '' }, { PORT_FIXED: '0' }])
      expect(readSettings(env)).not.toHaveProperty('attempts')
  })

  test('takes a certificate and the proxies that are trusted', () => {
    const { tls, trustedProxies } = readSettings({ TLS_CERT: 'c.pem', TLS_KEY: 'k.pem', TRUST_PROXY: '10.0.0.1' })
    expect(tls).toEqual({ certificate: 'c.pem', key: 'k.pem' })
    expect(trustedProxies.check('10.0.0.1')).toBe(true)
  })

  test.each([
    ['CAIBAO_RATE', 'viel'],
    ['PORT_FIXED', 'true'],
    ['PORT_FIXED', 'yes'],
    ['CAIBAO_LOG', 'yes'],
    ['CAIBAO_METRICS_TOKEN', 'short'],
    ['CAIBAO_RETENTION_DAYS', '29'],
    ['CAIBAO_RETENTION_DAYS', 'a year'],
    ['PUBLIC_ORIGIN', 'caibao.example.gov.cn'],
    ['PUBLIC_ORIGIN', 'https://caibao.example.gov.cn/'],
  ])('names %s when it is wrong', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(name)
  })

  test('names everything that is wrong at once', () => {
    const env = { PORT: 'x', CAIBAO_RATE: 'viel', CAIBAO_RETENTION_DAYS: '3', TLS_CERT: 'c.pem', PASSKEYS: 'on' }
    const wrong = { ...env, TRUST_PROXY: 'nginx, loopback, 10.0.0.0/33', CAIBAO_LOGS: 'json' }
    expect(() => readSettings(wrong)).toThrow(
      /^有 7 项设置不对：\n- 不认识设置 CAIBAO_LOGS.*CAIBAO_LOG？.*\n- TLS_CERT.*\n- .*PORT .*\n- TRUST_PROXY.*“nginx”“10\.0\.0\.0\/33”.*\n- .*PUBLIC_ORIGIN.*\n- CAIBAO_RATE.*\n- CAIBAO_RETENTION_DAYS.*$/,
    )
  })

  test.each(['', 'http://caibao.example.gov.cn', 'https://caibao.example.gov.cn/', 'ftp://localhost'])(
    'tells the address “%s” once, with each setting that needs it',
    (PUBLIC_ORIGIN) => {
      const oidc = { OIDC_ISSUER: 'https://id.example.gov.cn', OIDC_CLIENT_ID: 'c', OIDC_CLIENT_SECRET: 's' }
      expect(() => readSettings({ PUBLIC_ORIGIN, PASSKEYS: 'on', ...oidc })).toThrow(
        /^用通行密钥（PASSKEYS=on）和统一身份认证（OIDC_ISSUER）要写 PUBLIC_ORIGIN，.*（https，末尾没有斜线）；现在是“[^“]*”。$/,
      )
      expect(() => readSettings({ PUBLIC_ORIGIN, ...oidc })).toThrow(
        /^用统一身份认证（OIDC_ISSUER）要写 PUBLIC_ORIGIN，.*$/,
      )
    },
  )

  test('keeps data until told how long, and takes the address people type', () => {
    expect(readSettings({})).not.toHaveProperty('retentionDays')
    expect(readSettings({ CAIBAO_RETENTION_DAYS: '365', PUBLIC_ORIGIN: 'https://caibao.lan' })).toMatchObject({
      retentionDays: 365,
      publicOrigin: 'https://caibao.lan',
    })
  })
})
