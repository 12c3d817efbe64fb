import { parseArgs } from 'node:util'
import { visibleText } from '#core/characters/visible-text.ts'
import { localDate } from '#server/local-date.ts'
import { isLogKind, logKinds } from '#server/store/log-kinds.ts'
import { type LogEntry, type LogQuestion, readLog } from '#server/store/read-log.ts'
import { exitCode } from './exit-code.ts'
import { kindNames } from './log-kinds.ts'
import type { Output } from './print.ts'
import { openStandingServer } from './standing-server.ts'

const usage = '用法：caibao log [--kind 种类]… [--since 年-月-日] [--json]'
const options = {
  kind: { type: 'string', multiple: true },
  since: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** When a date begins where this machine stands; undefined where there is no such date. */
function beginningOf(date: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? []
  const begins = new Date(Number(year), Number(month) - 1, Number(day))
  return localDate(begins) === date ? begins.getTime() : undefined
}

/** What is asked for; nothing, and a word about it, where that cannot be understood. */
function questionIn(kind: readonly string[], date: string | undefined, output: Output): LogQuestion | undefined {
  const unknown = kind.find((each) => !isLogKind(each))
  if (unknown !== undefined) {
    output.err(visibleText(`日志里没有“${unknown}”这一种。有这些：`))
    for (const each of logKinds) output.err(`  ${each}  ${kindNames[each]}`)
    return undefined
  }
  const since = date === undefined ? undefined : beginningOf(date)
  if (date !== undefined && since === undefined) {
    output.err(visibleText(`--since 要写成 2026-01-31 这样的日期，这里是 ${date}。`))
    return undefined
  }
  return { kinds: kind.filter(isLogKind), since }
}

/** Whatever stands there: who looks into the log may be looking for what was changed in it. */
function factsIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function factsText(facts: unknown): string {
  if (typeof facts !== 'object' || facts === null) return String(facts)
  const told = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
  return Object.entries(facts)
    .map(([name, value]) => `${name}=${told(value)}`)
    .join('  ')
}

/** Undefined where somebody made it a number that no calendar has: that is shown as it stands. */
function momentOf(at: number): Date | undefined {
  const moment = new Date(at)
  return Number.isNaN(moment.getTime()) ? undefined : moment
}

function timeOf(at: number): string {
  const moment = momentOf(at)
  return moment === undefined ? String(at) : `${localDate(moment)} ${moment.toTimeString().slice(0, 8)}`
}

function lineOf({ position, at, kind, orgId, orgName, facts }: LogEntry): string {
  const what = isLogKind(kind) ? `${kindNames[kind]}（${kind}）` : kind
  const where = orgId === null ? [] : [`单位 ${orgName ?? orgId}`]
  return visibleText([position, timeOf(at), what, ...where, factsText(factsIn(facts))].join('  '))
}

function jsonOf({ position, at, kind, orgId, facts, hash }: LogEntry): string {
  const when = momentOf(at)?.toISOString() ?? at
  return JSON.stringify({ position, at: when, kind, orgId, facts: factsIn(facts), hash })
}

/** `log [--kind K]… [--since DATE] [--json]`: what happened on the server, the newest last; nothing is changed. */
export async function runLog(args: readonly string[], output: Output): Promise<number> {
  const { kind = [], since, json } = parseArgs({ args: [...args], options }).values
  const question = questionIn(kind, since, output)
  if (!question) {
    output.err(usage)
    return exitCode.unreadable
  }
  const server = await openStandingServer(output)
  if (!server) return exitCode.unreadable
  const { store } = server
  try {
    for await (const entry of readLog(store.reader, question)) output.out(json ? jsonOf(entry) : lineOf(entry))
    return exitCode.ok
  } finally {
    await store.close()
  }
}
