import type { Context } from 'hono'
import { type Arrival, type Client, clientOf, isThisMachine, type TrustedProxies } from '../trusted-proxies.ts'

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

function arrivalOf(context: Context): Arrival {
  const socket = socketOf(context.env)
  return {
    peer: socket?.remoteAddress ?? '',
    isEncrypted: socket?.encrypted === true,
    forwardedFor: context.req.header('x-forwarded-for'),
    forwardedProto: context.req.header('x-forwarded-proto'),
  }
}

/** Who asks, as the socket and the proxies we trust tell. */
export const callingClient = (context: Context, proxies: TrustedProxies): Client =>
  clientOf(arrivalOf(context), proxies)

/** Whether a program of this machine asks. */
export const isAskedHere = (context: Context, proxies: TrustedProxies): boolean =>
  isThisMachine(arrivalOf(context), proxies)
