/** One answered request: the address as it is declared, never as it was asked; no client, no names, no digests. */
export interface RequestFacts {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly ms: number
  /** Why the server failed, as its kind. */
  readonly fault?: string
}

/** The kind of a fault and its code, as a database or the system gives it; never its words, which may hold a person's. */
export function kindOfFault(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause
  const { name } = cause.constructor
  const code = 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? `${name} ${code}` : name
}

/** Writes a line for what happened. */
export type RequestLog = (facts: RequestFacts) => void

/** Lines of JSON for a log collector, when the settings ask for them. */
export function createRequestLog(isOn: boolean, write: (line: string) => void): RequestLog {
  if (!isOn) return () => undefined
  return ({ method, path, status, ms, fault }) => {
    const time = new Date().toISOString()
    const level = status >= 500 ? 'error' : 'info'
    const line = { time, level, event: 'request', method, path, status, ms: Math.round(ms), fault }
    write(`${JSON.stringify(line)}\n`)
  }
}
