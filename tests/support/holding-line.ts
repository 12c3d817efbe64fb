import { connect, createServer, type Socket } from 'node:net'
import { listen } from '#server/listen.ts'

/** Where an upload is held: nothing of it gets through, half of its body, all but the answer, or half of the answer. */
export const holds = [
  'before the request',
  'in the middle of the body',
  'before the answer',
  'in the middle of the answer',
] as const

/** Where an upload is held. */
export type Hold = (typeof holds)[number]

/** A line before a server that holds the next upload at a place, and lets everything else through. */
export interface HoldingLine {
  readonly origin: string
  readonly port: number
  /** Holds the next upload there; resolves once it is held. */
  holdNext(at: Hold): Promise<void>
  /** Resolves once the next upload was answered, and the answer is on its way to the browser. */
  answered(): Promise<void>
  /** What was held is cut off, and nothing is held any more. */
  release(): void
  close(): void
}

const quiet = (socket: Socket): Socket => socket.on('error', () => undefined)
const isUpload = (chunk: Buffer): boolean =>
  chunk.subarray(0, 40).toString('latin1').startsWith('POST /api/v1/submissions ')
const bodyAt = (chunk: Buffer): number => chunk.indexOf('\r\n\r\n') + 4

interface Watch {
  readonly at: Hold | 'answered'
  readonly reached: () => void
}

/** Passes a connection on, watching for the upload. */
function pass(from: Socket, serverPort: number, takeWatch: () => Watch | undefined): void {
  const to = quiet(connect(serverPort, '127.0.0.1'))
  let watch: Watch | undefined
  let isHeld = false
  const hold = (): void => {
    isHeld = true
    watch?.reached()
  }
  from.on('data', (chunk: Buffer) => {
    if (isHeld) return
    if (!watch && isUpload(chunk)) watch = takeWatch()
    if (watch?.at === 'before the request') return hold()
    if (watch?.at === 'in the middle of the body') {
      to.write(chunk.subarray(0, bodyAt(chunk) + 100))
      return hold()
    }
    to.write(chunk)
  })
  to.on('data', (chunk: Buffer) => {
    if (isHeld) return
    if (watch?.at === 'before the answer') return hold()
    if (watch?.at === 'in the middle of the answer') {
      from.write(chunk.subarray(0, chunk.byteLength >> 1))
      return hold()
    }
    from.write(chunk)
    if (watch?.at === 'answered') watch.reached()
    watch = undefined
  })
  to.once('close', () => from.destroy())
  from.once('close', () => to.destroy())
}

/** Puts a line before the server at this port. */
export async function aHoldingLine(serverPort: number): Promise<HoldingLine> {
  const open = new Set<Socket>()
  let next: Watch | undefined
  const server = createServer((socket) => {
    open.add(quiet(socket))
    socket.once('close', () => open.delete(socket))
    pass(socket, serverPort, () => {
      const taken = next
      next = undefined
      return taken
    })
  })
  const watchFor = (at: Watch['at']): Promise<void> =>
    new Promise((reached) => {
      next = { at, reached }
    })
  const cutAll = (): void => {
    for (const socket of open) socket.destroy()
  }
  const port = await listen(server, { host: '127.0.0.1', port: 0 })
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    holdNext: watchFor,
    answered: () => watchFor('answered'),
    release() {
      next = undefined
      cutAll()
    },
    close() {
      cutAll()
      server.close()
    },
  }
}
