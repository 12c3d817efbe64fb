import { paceMs } from '#core/sync/pace.ts'

const silenceMs = 60_000

/** How long a request is waited for. */
export interface Patience {
  readonly signal: AbortSignal
  /** So many bytes more have come. */
  readonly heard: (sizeBytes: number) => void
  readonly end: () => void
}

/** Waits a minute, and as long as what is sent and what has come would take over the slowest line. */
export function patienceWith(sentBytes: number): Patience {
  const control = new AbortController()
  let until = performance.now() + silenceMs + paceMs(sentBytes)
  let timer: ReturnType<typeof setTimeout> | undefined
  function look(): void {
    const leftMs = until - performance.now()
    if (leftMs > 0) timer = setTimeout(look, leftMs)
    else control.abort(new DOMException('', 'TimeoutError'))
  }
  look()
  return {
    signal: control.signal,
    heard(sizeBytes) {
      until += paceMs(sizeBytes)
    },
    end: () => clearTimeout(timer),
  }
}
