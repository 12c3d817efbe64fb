import type { Page } from 'playwright-core'

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  /** Microseconds of a processor. */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

const isTraceEvent = (value: unknown): value is TraceEvent =>
  typeof value === 'object' && value !== null && 'name' in value && 'ts' in value

/**
 * Watches how long each task of the page keeps a processor busy, from the choice of files (`chosen`) on; on a machine
 * that does other things too, a task that waits for a processor looks long and is not.
 */
export async function watchTaskCpu(page: Page): Promise<{ readonly end: () => Promise<number> }> {
  const browser = page.context().browser()
  if (!browser) throw new Error('the browser tells nothing')
  const session = await browser.newBrowserCDPSession()
  const tasks: TraceEvent[] = []
  const pages = new Set<string>()
  let chosenAt = 0
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) {
      if (!isTraceEvent(event)) continue
      if (event.name === 'thread_name' && event.args.name === 'CrRendererMain') pages.add(`${event.pid}:${event.tid}`)
      if (event.name === 'chosen') chosenAt = event.ts
      if (event.ph === 'X' && (event.tdur ?? 0) > 10_000) tasks.push(event)
    }
  })
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'blink.user_timing'], traceBufferSizeInKb: 400_000 },
  })
  return {
    async end() {
      const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
      await session.send('Tracing.end')
      await complete
      await session.detach()
      const ours = tasks.filter(({ pid, tid, ts }) => pages.has(`${pid}:${tid}`) && ts > chosenAt)
      return Math.round(Math.max(0, ...ours.map(({ tdur = 0 }) => tdur)) / 1000)
    },
  }
}
