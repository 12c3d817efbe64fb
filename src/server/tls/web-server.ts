import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer as createSocketServer, type Server, type Socket } from 'node:net'
import { type ConnectionLimits, limitConnections, mostOfOne } from '../limits/connection-limits.ts'
import { leaveRoom } from '../limits/room-for-others.ts'
import type { Certificate } from './read-certificate.ts'

/** A server of the app, with TLS or without, that is started and stopped in the same way. */
export interface WebServer {
  /** What listens. */
  readonly socketServer: Server
  readonly isSecure: boolean
  /** Takes a renewed certificate for all new connections. */
  readonly renew: (certificate: Certificate) => void
  readonly closeIdleConnections: () => void
  readonly closeAllConnections: () => void
}

// RFC 8446 §5.1: a TLS connection begins with a record of the type handshake.
const handshake = 22
const firstByteMs = 10_000

function plainServer(listener: RequestListener, limits?: Partial<ConnectionLimits>): WebServer {
  const server = limitConnections(createHttpServer(listener), limits)
  server.on('connection', leaveRoom(mostOfOne(server), limits?.trustedProxies))
  return {
    socketServer: server,
    isSecure: false,
    renew: () => undefined,
    closeIdleConnections: () => server.closeIdleConnections(),
    closeAllConnections: () => server.closeAllConnections(),
  }
}

/** Sends who came by http to the same address by https. */
function sendToHttps(request: IncomingMessage, response: ServerResponse): void {
  const { host } = request.headers
  const isReading = request.method === 'GET' || request.method === 'HEAD'
  const type = { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' }
  if (host === undefined || !isReading) {
    response.writeHead(400, type).end('这个端口只用 https。请把地址开头的 http:// 改成 https://。\n')
    return
  }
  const address = `https://${host}${request.url ?? '/'}`
  response.writeHead(308, { ...type, Location: address }).end(`请用 https 打开：${address}\n`)
}

/** One port for both: the first byte tells who speaks TLS; the others are told to. */
function secureServer(
  listener: RequestListener,
  { cert, key }: Certificate,
  limits?: Partial<ConnectionLimits>,
): WebServer {
  const secure = limitConnections(createHttpsServer({ cert, key, minVersion: 'TLSv1.2' }, listener), limits)
  const hint = limitConnections(createHttpServer(sendToHttps), limits)
  const sockets = new Set<Socket>()
  const mayStay = leaveRoom(mostOfOne(secure), limits?.trustedProxies)

  function take(socket: Socket): void {
    if (!mayStay(socket)) return
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.setTimeout(firstByteMs, () => socket.destroy())
    socket.once('data', (chunk) => {
      socket.pause()
      socket.setTimeout(0)
      socket.removeAllListeners('timeout')
      socket.unshift(chunk)
      if (chunk[0] === handshake) return void secure.emit('connection', socket)
      hint.emit('connection', socket)
      socket.resume()
    })
  }

  const socketServer = createSocketServer(take)
  socketServer.maxConnections = secure.maxConnections
  // The two behind it listen to no port themselves: without this they would not watch the time their requests take.
  socketServer.once('listening', () => {
    for (const server of [secure, hint]) server.emit('listening')
  })
  return {
    socketServer,
    isSecure: true,
    renew: (next) => secure.setSecureContext({ cert: next.cert, key: next.key }),
    closeIdleConnections: () => secure.closeIdleConnections(),
    closeAllConnections() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** The server for a listener: with TLS when there is a certificate. */
export function createWebServer(
  listener: RequestListener,
  certificate?: Certificate,
  limits?: Partial<ConnectionLimits>,
): WebServer {
  return certificate ? secureServer(listener, certificate, limits) : plainServer(listener, limits)
}
