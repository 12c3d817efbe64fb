import { describe, expect, test } from 'vitest'
import { readAddressSettings } from '#server/access/read-address-settings.ts'

const origin = 'https://caibao.example.gov.cn'
const oidc = { OIDC_ISSUER: 'https://id.example.gov.cn', OIDC_CLIENT_ID: 'caibao', OIDC_CLIENT_SECRET: 's' }

const readSignInSettings = (env: Readonly<Record<string, string>>) => readAddressSettings(env).signIn

describe('ways to sign in', () => {
  test('are passwords alone without a word', () => {
    expect(readSignInSettings({})).toEqual({})
    expect(readSignInSettings({ PASSKEYS: 'off' })).toEqual({})
  })

  test('are passkeys and an identity provider by the settings', () => {
    expect(readSignInSettings({ PUBLIC_ORIGIN: origin, PASSKEYS: 'on', ...oidc })).toEqual({
      passkeys: { rpId: 'caibao.example.gov.cn', origin },
      oidc: {
        name: '统一身份认证',
        issuer: oidc.OIDC_ISSUER,
        clientId: 'caibao',
        clientSecret: 's',
        origin,
      },
    })
  })

  test.each([
    'https://id.example.gov.cn:8443/realms/gx/',
    'http://localhost:8081',
    'http://127.0.0.1:8081',
    'http://[::1]:8081',
  ])('take the provider %s', (issuer) => {
    expect(readSignInSettings({ PUBLIC_ORIGIN: origin, ...oidc, OIDC_ISSUER: issuer }).oidc?.issuer).toBe(issuer)
  })

  test('repeat no password that stands in an address', () => {
    const env = { PUBLIC_ORIGIN: origin, ...oidc, OIDC_ISSUER: 'https://admin:geheim@id.example.gov.cn' }
    expect(() => readSignInSettings(env)).toThrow(/^OIDC_ISSUER(?!.*geheim)/)
  })

  test.each([
    ['PASSKEYS', { PASSKEYS: 'yes' }],
    ['PUBLIC_ORIGIN', { PASSKEYS: 'on' }],
    ['PUBLIC_ORIGIN', { PASSKEYS: 'on', PUBLIC_ORIGIN: 'http://caibao.example.gov.cn' }],
    ['PUBLIC_ORIGIN', { PASSKEYS: 'on', PUBLIC_ORIGIN: `${origin}/` }],
    ['IP', { PASSKEYS: 'on', PUBLIC_ORIGIN: 'https://10.0.0.5' }],
    ['OIDC_CLIENT_SECRET', { PUBLIC_ORIGIN: origin, ...oidc, OIDC_CLIENT_SECRET: '' }],
    ['PUBLIC_ORIGIN', oidc],
    ...[
      'id.example.gov.cn',
      'id.example.gov.cn:8443',
      'http://id.example.gov.cn',
      'ftp://id.example.gov.cn',
      'javascript:1',
      'https://id.example.gov.cn?tenant=1',
      'https://id.example.gov.cn/#',
      'https://admin:geheim@id.example.gov.cn',
    ].map((issuer): [string, Record<string, string>] => [
      'OIDC_ISSUER 要写统一身份认证的网址',
      { PUBLIC_ORIGIN: origin, ...oidc, OIDC_ISSUER: issuer },
    ]),
  ])('say what is wrong: %s', (named, env) => {
    expect(() => readSignInSettings(env)).toThrow(named)
  })
})
