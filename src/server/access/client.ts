import type { Context } from 'hono'
import { networkOf } from '../limits/network-of.ts'
import type { Services } from '../routes/route.ts'
import { type Arrival, type Client, clientOf, isThisMachine } from '../trusted-proxies.ts'

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

/**
 * Who asks, as the socket and the proxies we trust tell; the address as it is counted. Where the address people type is
 * https, so is their browser's way, whatever a proxy forgets to say: what is meant for that way never goes by another.
 */
export function callingClient(
  context: Context,
  { trustedProxies, publicOrigin = '' }: Pick<Services, 'trustedProxies' | 'publicOrigin'>,
): Client {
  const { address, isSecure } = clientOf(arrivalOf(context), trustedProxies)
  return { address: networkOf(address), isSecure: isSecure || publicOrigin.startsWith('https:') }
}

/** Whether a program of this machine asks. */
export const isAskedHere = (context: Context, { trustedProxies }: Pick<Services, 'trustedProxies'>): boolean =>
  isThisMachine(arrivalOf(context), trustedProxies)
