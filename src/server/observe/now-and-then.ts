const quietMs = 10 * 60_000
const mostRemembered = 100

/** Says each thing at most once in ten minutes: what everybody runs into would fill the log. */
export function nowAndThen(say: (text: string) => void): (text: string) => void {
  const saidAt = new Map<string, number>()
  return (text) => {
    const now = performance.now()
    if (now - (saidAt.get(text) ?? Number.NEGATIVE_INFINITY) < quietMs) return
    if (saidAt.size >= mostRemembered) saidAt.clear()
    saidAt.set(text, now)
    say(text)
  }
}
