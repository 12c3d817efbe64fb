import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { names } from '#house/portable/texts.ts'
import type { AppServer } from './app-server.ts'

/** The start script of a USB edition as it was started. */
export interface StartedScript {
  /** What it has said so far. */
  readonly said: () => string
  readonly ended: Promise<number | null>
  readonly kill: () => void
}

/** Starts a USB edition by its own script, on a machine that has no Node and no browser to open. */
export function startScript(folder: string): StartedScript {
  const child = spawn('/bin/sh', [join(folder, names.startLinux)], {
    env: { PATH: '', CAIBAO_BROWSER: 'none' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  return {
    said: () => said,
    ended: once(child, 'close').then(([code]: (number | null)[]) => code ?? null),
    kill: () => {
      const isOver = child.exitCode !== null || child.signalCode !== null
      if (child.pid !== undefined && !isOver) process.kill(-child.pid, 'SIGKILL')
    },
  }
}

/** Starts it and waits until it answers; the port is the one in its 端口.txt. */
export async function startPortable(folder: string, port: number): Promise<AppServer> {
  await writeFile(join(folder, names.port), `${port}\r\n`)
  const script = startScript(folder)
  const origin = `http://127.0.0.1:${port}`
  for (let attempt = 0; !script.said().includes(`${origin}/`); attempt += 1) {
    if (attempt > 600) throw new Error(`the USB edition did not start: ${script.said()}`)
    await wait(100)
  }
  return {
    origin,
    port,
    async stop() {
      script.kill()
      await script.ended
    },
  }
}
