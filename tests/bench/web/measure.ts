import type { Locator, Page } from 'playwright-core'

/** The value in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Least, middle and greatest of some figures, for a line of the report. */
export function spread(values: readonly number[]): string {
  const figures = [Math.min(...values), median(values), Math.max(...values)]
  return figures.map((value) => value.toFixed(0)).join(' / ')
}

/** Milliseconds from the start of the navigation until the first field can be typed into. */
export async function untilFirstField(page: Page): Promise<number> {
  const standing = await page.waitForFunction(() => {
    const field = document.querySelector<HTMLInputElement>('main input:not([readonly])')
    return field ? performance.now() : undefined
  })
  return (await standing.jsonValue()) ?? Number.NaN
}

/** Collects from now on how long each input event took until its next paint (Event Timing, in steps of 8 ms). */
export async function watchEvents(page: Page): Promise<void> {
  await page.evaluate(() => {
    const durations: number[] = []
    Object.assign(window, { eventDurations: durations })
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') durations.push(entry.duration)
    })
    // Shorter events than 16 ms are not told.
    const options: PerformanceObserverInit & { durationThreshold: number } = { type: 'event', durationThreshold: 16 }
    observer.observe(options)
  })
}

/** Durations of the keys pressed since `watchEvents`; the shortest that is told stands for the untold. */
export async function keyDurations(page: Page, pressed: number): Promise<readonly number[]> {
  await page.waitForTimeout(500)
  const told: readonly number[] = await page.evaluate(() => Reflect.get(window, 'eventDurations'))
  return [...told, ...Array.from({ length: Math.max(0, pressed - told.length) }, () => 16)]
}

/** A page that stood behind another is tidied by the browser a while after; that is not to fall into what is measured. */
export async function collectGarbage(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  await session.detach()
}

/** Asks, when called, how many milliseconds of its thread the page worked since: other work on the machine does not count. */
export async function watchThread(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  }
  const before = await worked()
  return async () => {
    const since = (await worked()) - before
    await session.detach()
    return since
  }
}

/** Milliseconds from the click on a code field until its list is painted, measured in the page. */
export async function untilListStands(field: Locator): Promise<number> {
  return field.evaluate(
    (input) =>
      new Promise<number>((resolve) => {
        const start = performance.now()
        const look = (): void => {
          // Asked before a frame is drawn: where the list stands, this frame shows it, and what comes next comes after it.
          if (document.querySelector('[role=listbox] [role=option]'))
            setTimeout(() => resolve(performance.now() - start))
          else requestAnimationFrame(look)
        }
        if (input instanceof HTMLElement) {
          input.focus()
          input.click()
        }
        requestAnimationFrame(look)
      }),
  )
}
