import { afterEach, expect, test, vi } from 'vitest'
import { hasNetwork } from '#app/platform/sync-client/has-network.ts'
import { occasionsOf } from '#app/platform/sync-client/sync-occasions.ts'

afterEach(() => vi.unstubAllGlobals())

function standAt(hostname: string, onLine = false): void {
  const here = { navigator: { onLine }, location: { hostname } }
  vi.stubGlobal('window', here)
  for (const [name, value] of Object.entries(here)) vi.stubGlobal(name, value)
}

test.each([
  ['127.0.0.1', true],
  ['127.8.0.1', true],
  ['localhost', true],
  ['[::1]', true],
  ['caibao.example.cn', false],
  ['10.127.0.0', false],
  ['127.0.0.1.example.cn', false],
])('a computer without any network reaches a server at %s: %s', (hostname, isReached) => {
  standAt(hostname)
  expect([hasNetwork(), occasionsOf('sync').isOnline()]).toEqual([isReached, isReached])
})

test('with a network every server may be reached', () => {
  standAt('caibao.example.cn', true)
  expect(hasNetwork()).toBe(true)
})
