import { connect, createServer, type Socket } from 'node:net'

/** What a line that fell silent still carries: nothing, or what is asked, whose answers come to nobody. */
export type Silence = 'both ways' | 'the way back'

/** A line to a database that can fall silent: nothing is closed, so that neither end is told. */
export interface SilentLine {
  /** The address of the database by this line. */
  readonly url: string
  /** The connections that stand fall silent; the ones made since are carried. */
  fallSilent(how: Silence): void
  /** How many connections are open at this end. */
  open(): number
  stop(): Promise<void>
}

/** Puts a line of the test's own between a server and the database at this address. */
export async function aSilentLine(databaseUrl: string): Promise<SilentLine> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const silences: ((how: Silence) => void)[] = []
  const line = createServer((near) => {
    const far = connect({ host: target.hostname, port: Number(target.port) })
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    near.pipe(far)
    far.pipe(near)
    silences.push((how) => {
      far.unpipe(near)
      far.resume()
      if (how === 'the way back') return
      near.unpipe(far)
      near.resume()
    })
  })
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve))
  const address = line.address()
  const url = new URL(databaseUrl)
  url.port = String(typeof address === 'object' && address ? address.port : 0)
  return {
    url: url.href,
    fallSilent: (how) => silences.splice(0).forEach((silence) => silence(how)),
    open: () => [...sockets].filter((socket) => !socket.destroyed && socket.localPort === Number(url.port)).length,
    async stop() {
      const closed = new Promise((resolve) => line.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
