import { spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostgres } from '#house/find-postgres.mjs'
import { freePort } from './free-port.ts'

/** A PostgreSQL of the tests' own, on loopback, with its data in a temporary folder. */
export interface TestPostgres {
  /** Without a database at its end. */
  readonly url: string
  stop(): void
  /** Ends as in a fall (no checkpoint) and starts again. */
  restart(): void
}

const user = 'caibao'

function idOf(name: string, flag: '-u' | '-g'): number {
  return Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout)
}

/** PostgreSQL refuses to run as root: then it runs as the user its package made. */
function runAs(program: string, args: readonly string[]): void {
  const isRoot = process.getuid?.() === 0
  const [command, all] = isRoot
    ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', program, ...args]]
    : [program, args]
  const { status, stderr, error } = spawnSync(command, all, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: '/',
  })
  if (error) throw error
  if (status !== 0) throw new Error(`${program}: ${stderr}`)
}

const lastLines = 20

/** What PostgreSQL itself wrote last; what controls it only says to look there, and the folder goes. */
function endOf(log: string): string {
  try {
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lastLines).join('\n')
  } catch {
    return ''
  }
}

/** Starts one, with its data below a folder; undefined when this machine has no PostgreSQL. Commits are synchronous, as in use. */
export async function startPostgres(below = tmpdir()): Promise<TestPostgres | undefined> {
  const programs = findPostgres()
  if (programs === undefined) return undefined
  const folder = mkdtempSync(join(below, 'caibao-postgres-'))
  if (process.getuid?.() === 0) chownSync(folder, idOf('postgres', '-u'), idOf('postgres', '-g'))
  const cluster = join(folder, 'cluster')
  runAs(join(programs, 'initdb'), ['-D', cluster, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'])
  const port = await freePort()
  const options = `-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=60 -p ${port}`
  const log = join(folder, 'log')
  const control = (...args: string[]): void => {
    try {
      runAs(join(programs, 'pg_ctl'), ['-D', cluster, '-l', log, '-w', ...args])
    } catch (cause) {
      throw new Error(`${cause instanceof Error ? cause.message : String(cause)}${endOf(log)}`, { cause })
    }
  }
  control('-o', options, 'start')
  return {
    url: `postgres://${user}@127.0.0.1:${port}`,
    restart: () => control('-m', 'immediate', '-o', options, 'restart'),
    stop() {
      control('-m', 'immediate', 'stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
