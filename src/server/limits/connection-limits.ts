import type { Server as HttpServer } from 'node:http'

/** What one connection may take of the server: a body may come slowly over a bad line, but not for ever. */
const usual = {
  headersTimeout: 15_000,
  requestTimeout: 120_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  maxConnections: 2_000,
  maxHeadersCount: 64,
  maxRequestsPerSocket: 10_000,
} as const

/** What one connection may take of the server. */
export type ConnectionLimits = { readonly [K in keyof typeof usual]: number }

/** Bounds connections, headers and the time a request may take to arrive. */
export function limitConnections<S extends HttpServer>(server: S, changes: Partial<ConnectionLimits> = {}): S {
  return Object.assign(server, usual, changes)
}
