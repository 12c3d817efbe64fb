import type { Socket } from 'node:net'
import { isOwnWay, type TrustedProxies } from '../trusted-proxies.ts'
import { networkOf } from './network-of.ts'

/**
 * Whether a new connection may stay: one address holds so many and no more, or a single computer could leave none to
 * anybody else. By the other end of the socket: our own proxies, and this machine, bring everybody.
 */
export function leaveRoom(most: number, trustedProxies?: TrustedProxies): (socket: Socket) => boolean {
  const held = new Map<string, number>()
  return (socket) => {
    const { remoteAddress: address } = socket
    if (address === undefined || isOwnWay(address, trustedProxies)) return true
    const network = networkOf(address)
    const count = held.get(network) ?? 0
    if (count >= most) {
      socket.destroy()
      return false
    }
    held.set(network, count + 1)
    socket.once('close', () => {
      const left = (held.get(network) ?? 0) - 1
      if (left > 0) held.set(network, left)
      else held.delete(network)
    })
    return true
  }
}
