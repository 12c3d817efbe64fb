/** One answered request: the address as it is declared, never as it was asked; no client, no names, no digests. */
export interface RequestFacts {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly ms?: number
  /** Why the server failed, as its kind. */
  readonly fault?: string
}

/**
 * The kind of a fault and its codes, as a database or the system gives them; never its words, which may hold a person's.
 * The embedded database has one code for all of its faults, and beside it the number of this one (13: the disk is full).
 */
export function kindOfFault(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause
  const { name } = cause.constructor
  const code = 'code' in cause ? cause.code : undefined
  const number = 'errcode' in cause ? cause.errcode : undefined
  return [name, typeof code === 'string' ? code : '', typeof number === 'number' ? number : '']
    .filter((part) => part !== '')
    .join(' ')
}

/** Writes a line for what happened. */
export type RequestLog = (facts: RequestFacts) => void

/** Where lines go, each of them to one place. */
interface Streams {
  readonly out: (line: string) => void
  readonly err: (line: string) => void
}

/**
 * Lines of JSON for a log collector, when the settings ask for them. A failure of the server is told all the same: people
 * only see that something went wrong, and nobody else would know why.
 */
export function createRequestLog(isOn: boolean, { out, err }: Streams): RequestLog {
  return ({ method, path, status, ms, fault }) => {
    const isFailure = status >= 500
    if (!isOn && !isFailure) return
    const took = ms === undefined ? ms : Math.round(ms)
    const level = isFailure ? 'error' : 'info'
    const line = { time: new Date().toISOString(), level, event: 'request', method, path, status, ms: took, fault }
    const write = isOn ? out : err
    write(`${JSON.stringify(line)}\n`)
  }
}
