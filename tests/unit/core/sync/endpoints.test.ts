import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { endpoints, type EndpointName } from '#core/sync/endpoints.ts'

const all = Object.entries(endpoints)

describe('the endpoints', () => {
  test('have each an address of its own', () => {
    const addresses = all.map(([, { method, path }]) => `${method} ${path.replaceAll(/:\w+/g, ':')}`)
    expect(new Set(addresses).size).toBe(addresses.length)
  })

  test.each(all)('%s says what it is, in one sentence', (_name, { summary }) => {
    expect(summary).toMatch(/^\S[^\n]{3,120}$/)
  })

  test.each(all)('%s checks every part that varies in its address', (_name, { path, ...facts }) => {
    const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)
    const entries = 'params' in facts ? Object.keys(facts.params.entries) : []
    expect(entries).toEqual(names)
  })

  test('read a body of the size they allow, never without a bound', () => {
    const withBody = all.filter(([, facts]) => 'bodyType' in facts)
    for (const [name, facts] of withBody) expect('bodyBytes' in facts && facts.bodyBytes, name).toBeGreaterThan(0)
  })

  test('ask for nothing only where everybody may look', () => {
    const open = all.filter(([, { access }]) => access === 'public').map(([name]) => name)
    const wanted: readonly EndpointName[] = [
      'getServerInfo',
      'getSignInOptions',
      'setUpServer',
      'signIn',
      'openInvitation',
      'acceptInvitation',
      'listSchemes',
      'getScheme',
      'getOpenApi',
      'getOpenApiPage',
      'beginPasskeySignIn',
      'signInByPasskey',
      'startIdentitySignIn',
      'finishIdentitySignIn',
    ]
    expect(open).toEqual(wanted)
  })

  test.each(['\u2028', '\u2029'])(
    'take no new name with the separator %j, and still read one that is stored',
    (cut) => {
      const named = (name: string) => ({ name, orgCode: 'U1', division: '450103', level: 'unit' })
      const [id, parentId] = ['11111111-1111-4111-8111-111111111111', null]
      expect(v.is(endpoints.createOrg.body, { parentId: id, ...named('第三中学') })).toBe(true)
      expect(v.is(endpoints.createOrg.body, { parentId: id, ...named(`第三${cut}中学`) })).toBe(false)
      expect(v.is(endpoints.getOrg.answer, { id, parentId, ...named(`第三${cut}中学`) })).toBe(true)
    },
  )
})
