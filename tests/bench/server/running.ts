import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** A server in a process of its own. */
export interface Running {
  readonly origin: string
  readonly child: ChildProcess
  /** Resident memory in MB, where the system tells it. */
  memoryMb(): number
  /** Processor time it took so far, of all its threads, where the system tells it. */
  cpuMs(): number
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** Starts a program that prints its address, and reads it. */
export async function startProgram(
  program: string,
  { args = [], env = {} }: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> },
): Promise<Running> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let origin = ''
  for await (const line of createInterface({ input: child.stdout })) {
    origin = /http:\/\/[\w.:[\]]+(?=\/)/.exec(line)?.[0] ?? ''
    if (origin !== '') break
  }
  if (origin === '') throw new Error(`${program} ended before it printed its address`)
  child.stdout.resume()
  return {
    origin,
    child,
    memoryMb() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
    },
    cpuMs() {
      // proc(5): utime and stime are the 14th and 15th, counted in hundredths of a second.
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
      return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10
    },
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    },
  }
}
