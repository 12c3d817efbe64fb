import type { Context } from 'hono'
import { networkInWords, networkOf } from '../limits/network-of.ts'
import type { Services } from '../routes/route.ts'
import {
  type Arrival,
  type Client,
  clientOf,
  isForeignProxy,
  isProxyItself,
  isThisMachine,
} from '../trusted-proxies.ts'

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

/** What proxies add of themselves besides what is read here. */
const marks = ['forwarded', 'via', 'x-real-ip'] as const

function arrivalOf(context: Context): Arrival {
  const socket = socketOf(context.env)
  return {
    peer: socket?.remoteAddress ?? '',
    isEncrypted: socket?.encrypted === true,
    forwardedFor: context.req.header('x-forwarded-for'),
    forwardedProto: context.req.header('x-forwarded-proto'),
    isMarked: marks.some((name) => context.req.header(name) !== undefined),
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

/**
 * Whether a program of this machine asks. Where people come by https and the server speaks none, there is a proxy; one
 * that nobody named may stand here and hand them on without a word.
 */
export function isAskedHere(
  context: Context,
  { trustedProxies, publicOrigin = '' }: Pick<Services, 'trustedProxies' | 'publicOrigin'>,
): boolean {
  const arrival = arrivalOf(context)
  const isUnnamed = publicOrigin.startsWith('https:') && trustedProxies.rules.length === 0
  return (arrival.isEncrypted || !isUnnamed) && isThisMachine(arrival, trustedProxies)
}

/** Whether what asks belongs to the server's own place: a program of this machine, or a trusted proxy for itself. */
export function isOwnProbe(context: Context, services: Pick<Services, 'trustedProxies' | 'publicOrigin'>): boolean {
  return isAskedHere(context, services) || isProxyItself(arrivalOf(context), services.trustedProxies)
}

/**
 * Tells whoever runs the server, once, of a proxy that is not trusted: everybody behind it has its address, and nothing else
 * shows that a setting is wrong. Its network is enough to know it by: anybody may send that header, and whose PC did is
 * nobody's business in a log.
 */
export function tellOfForeignProxy({
  trustedProxies,
  warn,
}: Pick<Services, 'trustedProxies' | 'warn'>): (context: Context) => void {
  let isTold = false
  return (context) => {
    if (isTold) return
    const arrival = arrivalOf(context)
    if (!isForeignProxy(arrival, trustedProxies)) return
    isTold = true
    warn(
      `${networkInWords(arrival.peer)} 转来的请求带着 X-Forwarded-For，TRUST_PROXY 里没有它的地址，没有采信。它是您的代理时，请把代理的地址写进 TRUST_PROXY：现在经过它的人看起来是同一个人，一个人反复猜口令，别人也登录不了（docs/operations.zh-CN.md 第 6 节）。不是的，不用管。`,
    )
  }
}
