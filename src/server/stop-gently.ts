import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { WebServer } from './tls/web-server.ts'

const checkMs = 50
/** How long what came may take to be answered after the server was told to stop. */
export const stopPatienceMs = 10_000

/** Requests that came and were not answered yet. */
export interface InFlight {
  readonly count: () => number
  readonly track: (incoming: IncomingMessage, outgoing: ServerResponse) => void
}

/** Counts requests from their arrival to the end of their answer. */
export function createInFlight(): InFlight {
  let count = 0
  return {
    count: () => count,
    track(_incoming, outgoing) {
      count += 1
      outgoing.once('close', () => (count -= 1))
    },
  }
}

/** Takes no new connection, lets what is on its way be answered, then closes the others. */
export async function stopGently(server: WebServer, inFlight: InFlight): Promise<void> {
  const closed = new Promise<void>((resolve) => server.socketServer.close(() => resolve()))
  server.closeIdleConnections()
  const giveUpAt = Date.now() + stopPatienceMs
  while (inFlight.count() > 0 && Date.now() < giveUpAt) await pause(checkMs)
  server.closeAllConnections()
  await closed
}
