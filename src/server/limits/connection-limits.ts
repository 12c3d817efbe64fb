import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { slowestBytesPerSecond } from '#core/sync/pace.ts'
import type { TrustedProxies } from '../trusted-proxies.ts'

/** What one connection may take of the server. */
const usual = {
  headersTimeout: 15_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  maxConnections: 2_000,
  maxHeadersCount: 64,
  maxRequestsPerSocket: 10_000,
} as const

/** In each of these a body brings at least half of what the slowest line brings: it may be slow, and stop for a while. */
export const bodySpanMs = 120_000

/** What one connection may take of the server, and behind which proxies everybody stands. */
export type ConnectionLimits = { readonly [K in keyof typeof usual]: number } & {
  readonly bodySpanMs: number
  readonly trustedProxies: TrustedProxies
}

/** How many of all connections one address may hold: no fewer, for a whole office may stand behind one. */
export const mostOfOne = ({ maxConnections }: Pick<ConnectionLimits, 'maxConnections'>): number =>
  Math.max(1, Math.floor(maxConnections / 2))

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** Cuts off who sends a body slower than the slowest line. */
function watchPace(request: IncomingMessage, spanMs: number): void {
  const { socket } = request
  const leastBytes = (slowestBytesPerSecond * spanMs) / 2000
  let before = socket.bytesRead
  const timer = setInterval(() => {
    if (request.complete) return clearInterval(timer)
    const { bytesRead } = socket
    if (bytesRead - before < leastBytes) socket.destroy()
    before = bytesRead
  }, spanMs).unref()
  request.once('close', () => clearInterval(timer))
}

/** Bounds connections, headers and how slowly the body of a request may arrive. */
export function limitConnections<S extends HttpServer>(server: S, changes: Partial<ConnectionLimits> = {}): S {
  const { bodySpanMs: spanMs = bodySpanMs, trustedProxies: _known, ...limits } = changes
  server.on('request', (request) => {
    if (hasBody(request)) watchPace(request, spanMs)
  })
  // How long a whole request takes depends on its size (ADR 0232).
  return Object.assign(server, usual, limits, { requestTimeout: 0 })
}
