import { keepNoLonger } from './store/retention.ts'
import type { Store } from './store/store.ts'

const lookEveryMs = 3_600_000
const firstLookMs = 60_000

interface RetentionTimer {
  readonly days: number
  readonly now: () => number
  /** Told what was erased, or why it could not be. */
  readonly say: (text: string) => void
}

/** Looks every hour whether it is time; several processes on one database do it once a day between them. */
export function startRetention(store: Store, { days, now, say }: RetentionTimer): { readonly stop: () => void } {
  async function look(): Promise<void> {
    try {
      const done = await keepNoLonger(store, { days, now })
      if (done && done.people + done.packs > 0)
        say(`保存期满（${days} 天），删除了 ${done.people} 个人的数据、${done.packs} 个上报包的内容，日志里有记录。`)
    } catch (cause) {
      say(`按保存期删除时出错，下一小时再试：${cause instanceof Error ? cause.message : String(cause)}`)
    }
  }
  const first = setTimeout(() => void look(), firstLookMs).unref()
  const timer = setInterval(() => void look(), lookEveryMs).unref()
  return {
    stop() {
      clearTimeout(first)
      clearInterval(timer)
    },
  }
}
