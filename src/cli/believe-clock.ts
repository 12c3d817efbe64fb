import { parseArgs } from 'node:util'
import { endDoubt } from '#server/store/known-time.ts'
import { exitCode } from './exit-code.ts'
import { localDate } from '#server/local-date.ts'
import type { Output } from './print.ts'
import { openStandingServer } from './standing-server.ts'

const dayMs = 86_400_000
const datePattern = /^\d{4}-\d{2}-\d{2}$/

/** How many days lie between two dates; whoever asks may stand in another time zone than the machine. */
const daysBetween = (one: string, other: string): number => Math.abs(Date.parse(one) - Date.parse(other)) / dayMs

/**
 * `believe-clock --date TODAY`: somebody who knows what day it is ends the doubt of the clock (ADR 0231). The day is to be
 * typed, for who only repeats what the machine says would vouch for a wrong clock.
 */
export async function runBelieveClock(args: readonly string[], output: Output, now: Date): Promise<number> {
  const { date = '' } = parseArgs({ args: [...args], options: { date: { type: 'string' } } }).values
  if (!datePattern.test(date) || Number.isNaN(Date.parse(date))) {
    output.err('用法：caibao believe-clock --date 今天的日期（年-月-日，请看日历，不要照抄这台电脑的）')
    return exitCode.unreadable
  }
  const shown = localDate(now)
  if (daysBetween(date, shown) > 1) {
    output.err(
      `您说今天是 ${date}，这台电脑的系统日期却是 ${shown}：不一样。请先把系统日期改对；没有改动，也没有删除任何内容。`,
    )
    return exitCode.refused
  }
  const server = await openStandingServer(output)
  if (!server) return exitCode.unreadable
  const { store } = server
  try {
    const { wasDoubted, knownAt } = await endDoubt(store, now.getTime())
    const known = localDate(new Date(knownAt))
    if (!wasDoubted) {
      output.err(`系统日期 ${shown} 没有疑问（上次知道的是 ${known}），不用确认；没有改动任何内容。`)
      return exitCode.refused
    }
    output.out(
      `已确认系统日期是 ${shown}（上次知道的是 ${known}），日志里有记录。服务器下次查看时（一小时之内）按保存期删除。`,
    )
    return exitCode.ok
  } finally {
    await store.close()
  }
}
