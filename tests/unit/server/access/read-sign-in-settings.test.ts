import { describe, expect, test } from 'vitest'
import { readSignInSettings } from '#server/access/read-sign-in-settings.ts'

const origin = 'https://caibao.example.gov.cn'
const oidc = { OIDC_ISSUER: 'https://id.example.gov.cn', OIDC_CLIENT_ID: 'caibao', OIDC_CLIENT_SECRET: 's' }

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
    ['PASSKEYS', { PASSKEYS: 'yes' }],
    ['PUBLIC_ORIGIN', { PASSKEYS: 'on' }],
    ['PUBLIC_ORIGIN', { PASSKEYS: 'on', PUBLIC_ORIGIN: 'http://caibao.example.gov.cn' }],
    ['PUBLIC_ORIGIN', { PASSKEYS: 'on', PUBLIC_ORIGIN: `${origin}/` }],
    ['IP', { PASSKEYS: 'on', PUBLIC_ORIGIN: 'https://10.0.0.5' }],
    ['OIDC_CLIENT_SECRET', { PUBLIC_ORIGIN: origin, ...oidc, OIDC_CLIENT_SECRET: '' }],
    ['PUBLIC_ORIGIN', oidc],
  ])('say what is wrong: %s', (named, env) => {
    expect(() => readSignInSettings(env)).toThrow(named)
  })
})
