import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { listen } from '#server/listen.ts'

/** A line that does to connections what bad lines do. */
export interface BadLine {
  readonly origin: string
  /** How often it did what. */
  readonly done: ReadonlyMap<string, number>
  close(): Promise<void>
}

type Mischief = 'nothing' | 'drop' | 'delay' | 'duplicate' | 'reorder' | 'truncate'

const longestDelayMs = 400
// What is overtaken waits for somebody who came later, and no longer than this.
const longestHoldMs = 1_500

const quiet = (socket: Socket): Socket => socket.on('error', () => undefined)

/** Sends the same bytes a second time, as a network that repeats a request does; nobody reads the answer. */
function repeat(port: number, sent: readonly Buffer[]): void {
  const again = quiet(connect(port, '127.0.0.1'))
  again.once('connect', () => again.end(Buffer.concat(sent)))
  again.resume()
}

/** Connections that others overtake: what they say goes on once somebody who came later was answered. */
class Overtaken {
  readonly #waiting = new Set<() => void>()

  /** Resolves when somebody has overtaken. */
  wait(): Promise<void> {
    return new Promise((done) => {
      this.#waiting.add(done)
      setTimeout(done, longestHoldMs)
    })
  }

  passed(): void {
    for (const done of this.#waiting) done()
    this.#waiting.clear()
  }
}

interface Line {
  readonly port: number
  readonly random: () => number
  readonly overtaken: Overtaken
}

function pass(from: Socket, mischief: Mischief, { port, random, overtaken }: Line): void {
  const turn = mischief === 'reorder' ? overtaken.wait() : undefined
  const to = quiet(connect(port, '127.0.0.1'))
  const sent: Buffer[] = []
  const isOfAnswer = random() < 0.5
  const most = Math.floor(random() * (isOfAnswer ? 1_500 : 9_000))
  const count = { up: 0, down: 0 }
  const move = (chunk: Buffer, target: Socket, way: 'up' | 'down'): void => {
    count[way] += chunk.byteLength
    const isTooMuch = count[way] > most && isOfAnswer === (way === 'down')
    if (isTooMuch && mischief === 'drop') {
      from.destroy()
      to.destroy()
    } else if (isTooMuch && mischief === 'truncate') target.end(chunk.subarray(0, chunk.byteLength >> 1))
    else if (mischief === 'delay') setTimeout(() => target.write(chunk), most % longestDelayMs)
    else target.write(chunk)
  }
  from.on('data', (chunk: Buffer) => {
    sent.push(chunk)
    const goOn = (): void => {
      if (!to.writableEnded) move(chunk, to, 'up')
    }
    if (turn) void turn.then(goOn)
    else goOn()
  })
  to.on('data', (chunk: Buffer) => {
    if (!from.writableEnded) move(chunk, from, 'down')
  })
  to.once('close', () => setTimeout(() => from.destroy(), mischief === 'delay' ? longestDelayMs : 0))
  from.once('close', () => {
    to.destroy()
    if (mischief !== 'reorder') overtaken.passed()
    if (mischief === 'duplicate') repeat(port, sent)
  })
}

/** Puts a bad line before a server; `random` says what it does to each connection. */
export async function aBadLine(serverOrigin: string, random: () => number): Promise<BadLine> {
  const serverPort = Number(new URL(serverOrigin).port)
  const done = new Map<string, number>()
  const kinds: readonly Mischief[] = ['nothing', 'drop', 'delay', 'duplicate', 'reorder', 'truncate']
  const line = { port: serverPort, random, overtaken: new Overtaken() }
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    const mischief = kinds[Math.floor(random() * kinds.length)] ?? 'nothing'
    done.set(mischief, (done.get(mischief) ?? 0) + 1)
    open.add(quiet(socket))
    socket.once('close', () => open.delete(socket))
    pass(socket, mischief, line)
  })
  const port = await listen(server, { host: '127.0.0.1', port: 0 })
  return {
    origin: `http://127.0.0.1:${port}`,
    done,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
