import type { Context } from 'hono'
import { type Client, clientOf, type TrustedProxies } from '../trusted-proxies.ts'

interface SocketLike {
  readonly remoteAddress?: string | undefined
  readonly encrypted?: boolean | undefined
}

function socketOf(env: unknown): SocketLike | undefined {
  if (typeof env !== 'object' || env === null || !('incoming' in env)) return undefined
  const { incoming } = env
  if (typeof incoming !== 'object' || incoming === null || !('socket' in incoming)) return undefined
  return typeof incoming.socket === 'object' && incoming.socket !== null ? incoming.socket : undefined
}

/** Who asks, as the socket and the proxies we trust tell. */
export function callingClient(context: Context, proxies: TrustedProxies): Client {
  const socket = socketOf(context.env)
  const arrival = {
    peer: socket?.remoteAddress ?? '',
    isEncrypted: socket?.encrypted === true,
    forwardedFor: context.req.header('x-forwarded-for'),
    forwardedProto: context.req.header('x-forwarded-proto'),
  }
  return clientOf(arrival, proxies)
}
