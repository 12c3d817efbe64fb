const soonMs = 30

/** Runs something when the page has nothing more urgent to do; Safari cannot say when that is, and waits a little. */
export function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(run)
  else setTimeout(run, soonMs)
}
