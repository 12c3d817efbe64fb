import type { Server as HttpServer } from 'node:http'

/** What one connection may take of the server: a body may come slowly over a bad line, but not for ever. */
const limits = {
  headersTimeout: 15_000,
  requestTimeout: 120_000,
  keepAliveTimeout: 65_000,
  maxConnections: 2_000,
  maxHeadersCount: 64,
  maxRequestsPerSocket: 10_000,
} as const

/** Bounds connections, headers and the time a request may take to arrive. */
export function limitConnections<S extends HttpServer>(server: S): S {
  return Object.assign(server, limits)
}
