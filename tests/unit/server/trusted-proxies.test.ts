import { describe, expect, test } from 'vitest'
import { type Arrival, clientOf, isForeignProxy, isThisMachine, readTrustedProxies } from '#server/trusted-proxies.ts'

const nobody = readTrustedProxies('')
const proxies = readTrustedProxies('loopback, 10.0.0.0/24,2001:db8::/32')

describe('TRUST_PROXY', () => {
  test.each(['nginx', '10.0.0', '10.0.0.0/33', '10.0.0.0/x', '::1/129', 'loopback 10.0.0.1', '*'])(
    'refuses “%s” and says what it wants',
    (text) => {
      expect(() => readTrustedProxies(text)).toThrow(`“${text}”不是地址`)
    },
  )

  test('names the one of several that is wrong', () => {
    expect(() => readTrustedProxies('loopback,true')).toThrow('“true”不是地址')
  })
})

describe('clientOf', () => {
  test('believes nobody when nothing is said', () => {
    const arrival = { peer: '127.0.0.1', isEncrypted: false, forwardedFor: '9.9.9.9', forwardedProto: 'https' }
    expect(clientOf(arrival, nobody)).toEqual({ address: '127.0.0.1', isSecure: false })
  })

  test('takes the address and the scheme that a trusted proxy tells', () => {
    const arrival = {
      peer: '::ffff:127.0.0.1',
      isEncrypted: false,
      forwardedFor: '198.51.100.7',
      forwardedProto: 'https',
    }
    expect(clientOf(arrival, proxies)).toEqual({ address: '198.51.100.7', isSecure: true })
  })

  test('does not believe what the client wrote before the proxies did', () => {
    const arrival = { peer: '127.0.0.1', isEncrypted: false, forwardedFor: '1.2.3.4, 198.51.100.7, 10.0.0.9' }
    expect(clientOf(arrival, proxies).address).toBe('198.51.100.7')
  })

  test.each([
    ['each proxy added its word', 'https, http', true],
    ['what the client wrote stands left of them', 'https, http, http', false],
    ['they hand on one word', 'https', true],
    ['they hand on one word that is not safe', 'http', false],
  ])('behind two proxies: %s', (_, forwardedProto, isSecure) => {
    const arrival = { peer: '127.0.0.1', isEncrypted: false, forwardedFor: '198.51.100.7, 10.0.0.9', forwardedProto }
    expect(clientOf(arrival, proxies)).toEqual({ address: '198.51.100.7', isSecure })
  })

  test.each([
    ['198.51.100.7:50123', '198.51.100.7'],
    ['[2001:470::1]:50123', '2001:470::1'],
    ['[2001:470::1]', '2001:470::1'],
  ])('reads an address with the port of the client: %s', (forwardedFor, address) => {
    expect(clientOf({ peer: '127.0.0.1', isEncrypted: false, forwardedFor }, proxies).address).toBe(address)
  })

  test('does not believe a stranger', () => {
    const arrival = { peer: '198.51.100.7', isEncrypted: true, forwardedFor: '127.0.0.1', forwardedProto: 'http' }
    expect(clientOf(arrival, proxies)).toEqual({ address: '198.51.100.7', isSecure: true })
  })

  test.each(['', 'unknown', '10.0.0.5, _hidden', ','])('stays with the nearest proxy at “%s”', (forwardedFor) => {
    const { address } = clientOf({ peer: '::1', isEncrypted: false, forwardedFor }, proxies)
    expect(['::1', '10.0.0.5']).toContain(address)
  })

  test('knows networks of both families', () => {
    const arrival = { peer: '2001:db8::5', isEncrypted: false, forwardedFor: '2001:470::1' }
    expect(clientOf(arrival, proxies).address).toBe('2001:470::1')
  })
})

describe('isThisMachine', () => {
  const from = (peer: string, passedOn: Partial<Arrival> = {}) => ({
    peer,
    isEncrypted: false,
    ...passedOn,
  })

  test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('is where %s asks itself', (peer) => {
    expect(isThisMachine(from(peer), nobody)).toBe(true)
    expect(isThisMachine(from(peer), proxies)).toBe(true)
  })

  test.each([
    { forwardedFor: '127.0.0.1' },
    { forwardedFor: '198.51.100.7' },
    { forwardedProto: 'https' },
    { isMarked: true },
  ])('is not where a proxy here that nobody trusts hands on %j', (passedOn) => {
    expect(isThisMachine(from('127.0.0.1', passedOn), nobody)).toBe(false)
  })

  test.each([{ forwardedProto: 'https' }, { isMarked: true }])(
    'is not where a trusted proxy hands on %j and does not say for whom',
    (passedOn) => {
      expect(isThisMachine(from('127.0.0.1', passedOn), proxies)).toBe(false)
    },
  )

  test('is where a trusted proxy says so', () => {
    expect(isThisMachine(from('127.0.0.1', { forwardedFor: '127.0.0.1' }), proxies)).toBe(true)
    expect(isThisMachine(from('127.0.0.1', { forwardedFor: '198.51.100.7' }), proxies)).toBe(false)
    expect(isThisMachine(from('198.51.100.7', { forwardedFor: '127.0.0.1' }), proxies)).toBe(false)
  })
})

describe('isForeignProxy', () => {
  const asked = (peer: string, forwardedFor = '') => ({ peer, isEncrypted: false, forwardedFor })

  test('is who says for whom they ask and is not trusted', () => {
    expect(isForeignProxy(asked('172.17.0.1', '198.51.100.7'), proxies)).toBe(true)
    expect(isForeignProxy(asked('127.0.0.1', '198.51.100.7'), nobody)).toBe(true)
  })

  test('is no proxy of ours, and nobody who asks for themselves', () => {
    expect(isForeignProxy(asked('::ffff:10.0.0.9', '198.51.100.7'), proxies)).toBe(false)
    expect(isForeignProxy(asked('198.51.100.7'), proxies)).toBe(false)
  })
})
