import type { Page } from 'playwright-core'

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  /** Microseconds by the clock, and of a processor. */
  readonly dur?: number
  readonly tdur?: number
  readonly args: {
    readonly name?: string
    readonly data?: {
      readonly functionName?: string
      readonly url?: string
      readonly lineNumber?: number
      readonly columnNumber?: number
    }
  }
}

const isTraceEvent = (value: unknown): value is TraceEvent =>
  typeof value === 'object' && value !== null && 'name' in value && 'ts' in value

/** Tasks the browser tells under its own names are not worth telling. */
const wrappers =
  /^(ThreadControllerImpl::RunTask|RunTask|ThreadPool|TaskGraphRunner|Receive mojo|SimpleWatcher|SequenceManager)/

/** What a task was made of: the longest of what is told inside it. */
function insideOf(task: TraceEvent, events: readonly TraceEvent[]): string {
  const until = task.ts + (task.dur ?? 0)
  return events
    .filter((event) => event !== task && event.ts >= task.ts && event.ts < until && !wrappers.test(event.name))
    .toSorted((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0))
    .slice(0, 4)
    .map(({ name, tdur = 0, args: { data } }) => {
      const place = data?.url
        ? ` ${data.functionName ?? ''} ${data.url.split('/').at(-1)}:${data.lineNumber}:${data.columnNumber}`
        : ''
      return `${name}${place} ${Math.round(tdur / 1000)}`
    })
    .join(', ')
}

/** What a processor was busy with: the longest task in milliseconds, and the longest few in words. */
export interface TaskCpu {
  readonly busiest: number
  readonly tasks: readonly string[]
}

/**
 * Watches how long each task of the page keeps a processor busy, from the choice of files (`chosen`) on; on a machine
 * that does other things too, a task that waits for a processor looks long and is not.
 */
export async function watchTaskCpu(page: Page): Promise<{ readonly end: () => Promise<TaskCpu> }> {
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
      if (event.ph === 'X' && (event.tdur ?? 0) > 2000) tasks.push(event)
    }
  })
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['toplevel', 'blink.user_timing', 'devtools.timeline'],
      traceBufferSizeInKb: 800_000,
    },
  })
  return {
    async end() {
      const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
      await session.send('Tracing.end')
      await complete
      await session.detach()
      const ours = tasks.filter(({ pid, tid, ts }) => pages.has(`${pid}:${tid}`) && ts > chosenAt)
      const outer = ours
        .filter(({ name }) => name.endsWith('RunTask'))
        .toSorted((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0))
      return {
        busiest: Math.round(Math.max(0, ...ours.map(({ tdur = 0 }) => tdur)) / 1000),
        tasks: outer.slice(0, 8).map((task) => {
          const after = ((task.ts - chosenAt) / 1_000_000).toFixed(1)
          return `${Math.round((task.tdur ?? 0) / 1000)} ms after ${after} s: ${insideOf(task, ours)}`
        }),
      }
    },
  }
}
