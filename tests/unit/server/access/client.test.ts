import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { tellOfForeignProxy } from '#server/access/client.ts'
import { readTrustedProxies } from '#server/trusted-proxies.ts'

test('a proxy that is not the trusted one is told of once, by its address', async () => {
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
  expect(said).toEqual([expect.stringMatching(/^172\.17\.0\.1 .*TRUST_PROXY/)])
})
