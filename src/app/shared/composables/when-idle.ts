const latestMs = 1000

/** Runs something once the page has drawn and has a moment; WebKit has no idle callback. */
export function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(run, { timeout: latestMs })
  else setTimeout(run, 50)
}
