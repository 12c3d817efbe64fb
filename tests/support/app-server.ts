import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
export async function startServer(port = 0, env: Readonly<Record<string, string>> = {}): Promise<AppServer> {
  // Nothing of one test is found by the next, unless a test names its own folder to find it again.
  const dataFolder = env['CAIBAO_DATA'] === undefined ? await mkdtemp(join(tmpdir(), 'caibao-data-')) : undefined
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      ...(dataFolder && { CAIBAO_DATA: dataFolder }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const origin = await readOrigin(child)
  return {
    origin,
    port: Number(new URL(origin).port),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit')
        child.kill('SIGKILL')
        await ended
      }
      if (dataFolder) await rm(dataFolder, { recursive: true, force: true })
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
