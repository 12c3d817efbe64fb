import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../src/server/main.ts', import.meta.url))

/** The real server in its own process. */
export interface AppServer {
  /** Without a slash at the end. */
  readonly origin: string
  readonly port: number
  /** At once: to the browser the machine is gone. */
  stop(): Promise<void>
}

/** Starts the server on the given port (the same origin keeps the same storage), or on any free one. */
export async function startServer(port = 0): Promise<AppServer> {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const origin = await readOrigin(child)
  return {
    origin,
    port: Number(new URL(origin).port),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function readOrigin(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server has no stdout')
  for await (const line of createInterface({ input: child.stdout })) {
    const origin = /http:\/\/[\w.:[\]]+(?=\/)/.exec(line)?.[0]
    if (origin) {
      child.stdout.resume()
      return origin
    }
  }
  throw new Error('the server ended before it printed its address')
}
