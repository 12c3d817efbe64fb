import { type ClockDoubt, doubtOf } from './store/known-time.ts'
import { localDate } from './local-date.ts'
import { kindOfFault } from './observe/request-log.ts'
import { keepNoLonger, type RetentionOutcome } from './store/retention.ts'
import type { Store } from './store/store.ts'

const lookEveryMs = 3_600_000

interface RetentionTimer {
  /** None when nothing is to go in its time: then only what is known of the time is noted. */
  readonly days: number | undefined
  readonly now: () => number
  /** Told what was erased, or why nothing could be. */
  readonly say: (text: string) => void
  readonly firstLookMs?: number
}

const dayOf = (at: number): string => localDate(new Date(at))

function told(outcome: RetentionOutcome | ClockDoubt, days: number): string | undefined {
  if ('knownAt' in outcome) {
    const { shownAt, knownAt, restMs } = outcome
    const dates = `系统日期是 ${dayOf(shownAt)}，上次知道的是 ${dayOf(knownAt)}，`
    if (restMs === undefined)
      return `${dates}倒退了，可能不对：先不按保存期删除。请核对这台电脑的日期；如果没有错（以前的日期错了），请用 caibao believe-clock 确认。`
    const restHours = Math.ceil(restMs / lookEveryMs)
    return `${dates}一下子晚了很多，可能不对：先不按保存期删除。请核对这台电脑的日期；如果没有错，服务器再运行 ${restHours} 小时就照常删除，也可以用 caibao believe-clock 现在就确认。`
  }
  const { people, corrections, packs } = outcome
  if (people + corrections + packs === 0) return undefined
  const strays = corrections > 0 ? `、${corrections} 份没有对应报送的更正` : ''
  return `保存期满（${days} 天），删除了 ${people} 个人的数据${strays}、${packs} 个上报包的内容，日志里有记录。`
}

/** Looks every hour whether it is time; several processes on one database do it once a day between them. */
export function startRetention(
  store: Store,
  { days, now, say, firstLookMs = 60_000 }: RetentionTimer,
): { readonly stop: () => void } {
  let lookedAt = performance.now()
  async function look(): Promise<void> {
    const at = performance.now()
    // A machine that slept did not run; some count that, too.
    const ranMs = Math.min(Math.floor(at - lookedAt), lookEveryMs)
    lookedAt = at
    try {
      if (days === undefined) {
        await doubtOf(store, { at: now(), ranMs })
        return
      }
      const outcome = await keepNoLonger(store, { days, now, ranMs })
      const text = outcome && told(outcome, days)
      if (text !== undefined) say(text)
    } catch (cause) {
      // Its words may quote a value that could not be read.
      say(`查看系统日期、按保存期删除时出错，下一小时再试：${kindOfFault(cause)}`)
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
