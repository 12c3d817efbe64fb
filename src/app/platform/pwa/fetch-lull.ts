const lullMs = 1000
const longestMs = 15_000

/** Waits until the page has fetched nothing for a second; after fifteen it waits no longer. */
export async function untilFetchLull(): Promise<void> {
  const begun = performance.now()
  let fetched = begun
  const observer = new PerformanceObserver(() => {
    fetched = performance.now()
  })
  observer.observe({ type: 'resource' })
  try {
    for (;;) {
      const now = performance.now()
      const restMs = Math.min(fetched + lullMs, begun + longestMs) - now
      if (restMs <= 0) return
      await new Promise((resolve) => setTimeout(resolve, restMs))
    }
  } finally {
    observer.disconnect()
  }
}
