import { type ChildProcess, spawn } from 'node:child_process'
import { on, once } from 'node:events'
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

/** The server of this project. */
export interface ServerProcess extends AppServer {
  /** The code of the one-time link, which a server prints that has no accounts yet. */
  setUpCode(): Promise<string>
}

/** Starts the server on the given port (the same origin keeps the same storage), or on any free one. */
export async function startServer(port = 0, env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
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
  const { origin, setUpCode } = await readAddresses(child)
  return {
    origin,
    port: Number(new URL(origin).port),
    setUpCode: () => setUpCode,
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

interface Addresses {
  readonly origin: string
  readonly setUpCode: Promise<string>
}

async function readAddresses(child: ChildProcess): Promise<Addresses> {
  if (!child.stdout) throw new Error('the server has no stdout')
  const lines = createInterface({ input: child.stdout })
  const lineWith = async (pattern: RegExp): Promise<string> => {
    for await (const [line] of on(lines, 'line', { close: ['close'] })) {
      const found = pattern.exec(String(line))?.[0]
      if (found !== undefined) return found
    }
    throw new Error(`the server ended before it printed ${pattern.source}`)
  }
  const setUpCode = lineWith(/(?<=\/admin\/setup#)\S+/)
  // Most tests never ask for it, and a server that has accounts prints none.
  setUpCode.catch(() => undefined)
  return { origin: await lineWith(/https?:\/\/[\w.:[\]]+(?=\/)/), setUpCode }
}
