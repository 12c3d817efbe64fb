/** One answered request: the address as it is declared, never as it was asked; no client, no names, no digests. */
export interface RequestFacts {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly ms: number
}

/** Writes a line for what happened. */
export type RequestLog = (facts: RequestFacts) => void

/** Lines of JSON for a log collector, when the settings ask for them. */
export function createRequestLog(isOn: boolean, write: (line: string) => void): RequestLog {
  if (!isOn) return () => undefined
  return ({ method, path, status, ms }) => {
    const time = new Date().toISOString()
    const level = status >= 500 ? 'error' : 'info'
    write(`${JSON.stringify({ time, level, event: 'request', method, path, status, ms: Math.round(ms) })}\n`)
  }
}
