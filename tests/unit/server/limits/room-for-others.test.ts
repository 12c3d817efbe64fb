import { Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { mostOfOne } from '#server/limits/connection-limits.ts'
import { leaveRoom } from '#server/limits/room-for-others.ts'
import { createWebServer } from '#server/tls/web-server.ts'
import { readTrustedProxies } from '#server/trusted-proxies.ts'
import { makeCertificate } from '#tests/support/certificates.ts'

const opened: Socket[] = []
afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy()
})

/** A connection that came from this address. */
function from(remoteAddress: string): Socket {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress })
  opened.push(socket)
  return socket
}

describe('the connections of one address', () => {
  test('are so many and no more, and those of others stay', () => {
    const mayStay = leaveRoom(2)
    const [first, second, third] = [from('192.0.2.7'), from('::ffff:192.0.2.7'), from('192.0.2.7')]
    expect([mayStay(first), mayStay(second), mayStay(third)]).toEqual([true, true, false])
    expect([first.destroyed, third.destroyed]).toEqual([false, true])
    expect(mayStay(from('192.0.2.8'))).toBe(true)
  })

  test('are counted again once one of them ends', async () => {
    const mayStay = leaveRoom(1)
    const first = from('192.0.2.7')
    expect(mayStay(first)).toBe(true)
    first.destroy()
    await expect.poll(() => mayStay(from('192.0.2.7'))).toBe(true)
  })

  test('are those of the whole line, where it has many addresses', () => {
    const mayStay = leaveRoom(1)
    expect([mayStay(from('2001:db8::1')), mayStay(from('2001:db8::2'))]).toEqual([true, false])
    expect(mayStay(from('2001:db8:0:1::1'))).toBe(true)
  })

  test('are not counted where everybody comes that way', () => {
    const mayStay = leaveRoom(0, readTrustedProxies('10.0.0.0/24'))
    for (const address of ['10.0.0.5', '::ffff:10.0.0.5', '127.0.0.1', '::1']) expect(mayStay(from(address))).toBe(true)
    expect(mayStay(from('10.0.1.5'))).toBe(false)
  })

  test('are half of all', () => {
    expect(mostOfOne({ maxConnections: 2_000 })).toBe(1_000)
  })
})

test.for([false, true])('a server leaves others room (TLS: %s)', (isSecure) => {
  const certificate = isSecure ? { ...makeCertificate(), warnings: [] } : undefined
  const limits = { maxConnections: 4, trustedProxies: readTrustedProxies('192.0.2.1') }
  const server = createWebServer((_incoming, outgoing) => outgoing.end(), certificate, limits)
  const isOpen = (address: string): boolean => {
    const socket = from(address)
    server.socketServer.emit('connection', socket)
    return !socket.destroyed
  }
  expect(['192.0.2.7', '192.0.2.7', '192.0.2.7'].map(isOpen)).toEqual([true, true, false])
  expect(['192.0.2.8', '192.0.2.1', '192.0.2.1', '192.0.2.1'].map(isOpen)).toEqual([true, true, true, true])
})
