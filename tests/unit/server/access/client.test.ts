import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { tellOfForeignProxy } from '#server/access/client.ts'
import { readTrustedProxies } from '#server/trusted-proxies.ts'

test('a proxy that is not the trusted one is told of once, by its network: it may be anybody’s own PC', async () => {
  const said: string[] = []
  const warn = (text: string): void => void said.push(text)
  const tell = tellOfForeignProxy({ trustedProxies: readTrustedProxies('10.0.0.5'), warn })
  const app = new Hono().get('/', (context) => {
    tell(context)
    return context.text('')
  })
  const ask = (remoteAddress: string, headers: Record<string, string>) =>
    app.request('/', { headers }, { incoming: { socket: { remoteAddress } } })
  const handedOn = { 'X-Forwarded-For': '198.51.100.7' }
  await ask('172.17.0.1', {})
  await ask('10.0.0.5', handedOn)
  expect(said).toEqual([])
  await ask('172.17.0.1', handedOn)
  await ask('172.17.0.9', handedOn)
  expect(said).toEqual([expect.stringMatching(/^172\.17\.0\.0\/24 .*TRUST_PROXY/)])
})

test.each([
  ['::ffff:198.51.100.77', '198.51.100.0/24'],
  ['2001:db8:1:2:aaaa::8', '2001:db8:1:2::/64'],
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '::1'],
])('of the address %s the line says %s', async (remoteAddress, shown) => {
  const said: string[] = []
  const tell = tellOfForeignProxy({ trustedProxies: readTrustedProxies(''), warn: (text) => void said.push(text) })
  const app = new Hono().get('/', (context) => {
    tell(context)
    return context.text('')
  })
  await app.request('/', { headers: { 'X-Forwarded-For': '9.9.9.9' } }, { incoming: { socket: { remoteAddress } } })
  expect(said[0]?.split(' ')[0]).toBe(shown)
})
