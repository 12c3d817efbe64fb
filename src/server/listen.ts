import type { AddressInfo, Server } from 'node:net'
import { sayListenFailure } from './listen-failure.ts'

interface ListenOptions {
  readonly host: string
  /** Where to begin; 0 takes any free port. */
  readonly port: number
  /** How many ports to try, this one and the next. */
  readonly attempts?: number
}

const highestPort = 65_535

/** Listens on the first free port from the wanted one on and tells which it was. */
export async function listen(server: Server, { host, port, attempts = 20 }: ListenOptions): Promise<number> {
  for (let last = port; ; last += 1) {
    try {
      return await listenOn(server, host, last)
    } catch (cause) {
      if (isPortTaken(cause) && last < Math.min(port + attempts - 1, highestPort)) continue
      const why = sayListenFailure(cause, isPortTaken(cause) ? { host, port, last } : { host, port: last })
      throw why === undefined ? cause : new Error(why, { cause })
    }
  }
}

function listenOn(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address: AddressInfo | string | null = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

function isPortTaken(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
}
