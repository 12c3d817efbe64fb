import type { RuleFunction } from './rule-function.ts'

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/
const monthPattern = /^(\d{4})-(\d{2})$/
const monthsPerYear = 12

interface Day {
  readonly year: number
  readonly month: number
  /** Absent when the value names a month only. */
  readonly day?: number
}

function daysIn(y: number, m: number): number {
  if (m === 2) return (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0 ? 29 : 28
  return m === 4 || m === 6 || m === 9 || m === 11 ? 30 : 31
}

function parseDay(text: string): Day | undefined {
  const [, y, m, d] = datePattern.exec(text) ?? monthPattern.exec(text) ?? []
  if (y === undefined) return undefined
  const parsed = { year: Number(y), month: Number(m), ...(d !== undefined && { day: Number(d) }) }
  if (parsed.month < 1 || parsed.month > monthsPerYear) return undefined
  const isRealDay = parsed.day === undefined || (parsed.day >= 1 && parsed.day <= daysIn(parsed.year, parsed.month))
  return isRealDay ? parsed : undefined
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0')

/** Whether the text is a day of the calendar, `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  return parseDay(text)?.day !== undefined
}

/** Whether the text is a month of the calendar, `YYYY-MM`. */
export function isMonth(text: string): boolean {
  const parsed = parseDay(text)
  return parsed !== undefined && parsed.day === undefined
}

/** Year of a date, a month or a bare year; 0 for anything else. */
export function year(text: string): number {
  return /^\d{4}$/.test(text) ? Number(text) : (parseDay(text)?.year ?? 0)
}

/** Calendar months from one date to another, days left aside; 0 when one is no date. */
export function monthsBetween(from: string, on: string): number {
  const start = parseDay(from)
  const end = parseDay(on)
  return start && end ? (end.year - start.year) * monthsPerYear + end.month - start.month : 0
}

/** Full years from one date to another; days count when both have them. */
export function yearsOn(from: string, on: string): number {
  const start = parseDay(from)
  const end = parseDay(on)
  if (!start || !end) return 0
  const isBeforeDay = start.day !== undefined && end.day !== undefined && end.day < start.day
  return Math.floor((monthsBetween(from, on) - (isBeforeDay ? 1 : 0)) / monthsPerYear)
}

/** The date so many months later, in the same precision; the last day of the month where the day does not exist. */
export function addMonths(text: string, count: number): string {
  const start = parseDay(text)
  if (!start || !Number.isSafeInteger(count)) return ''
  const months = start.year * monthsPerYear + start.month - 1 + count
  const nextYear = Math.floor(months / monthsPerYear)
  if (nextYear < 0 || nextYear > 9999) return ''
  const nextMonth = (months % monthsPerYear) + 1
  const monthText = `${pad(nextYear, 4)}-${pad(nextMonth, 2)}`
  if (start.day === undefined) return monthText
  return `${monthText}-${pad(Math.min(start.day, daysIn(nextYear, nextMonth)), 2)}`
}

/** The date so many years later, in the same precision. */
export function addYears(text: string, count: number): string {
  return addMonths(text, count * monthsPerYear)
}

/** The month of a date. */
export function month(text: string): string {
  return text.slice(0, 7)
}

/** Functions about calendar dates. */
export const dateFunctions: readonly RuleFunction[] = [
  {
    name: 'isDate',
    signature: 'isDate(string): bool',
    about: '是否为真实的日期（年-月-日）。',
    bind: () => isDate,
  },
  { name: 'isMonth', signature: 'isMonth(string): bool', about: '是否为真实的年月（年-月）。', bind: () => isMonth },
  { name: 'year', signature: 'year(string): int', about: '日期、年月或年份中的年；不是日期时为 0。', bind: () => year },
  {
    name: 'yearsOn',
    signature: 'yearsOn(string, string): int',
    about: '从前一日期到后一日期的整年数（周岁）。',
    bind: () => yearsOn,
  },
  {
    name: 'monthsBetween',
    signature: 'monthsBetween(string, string): int',
    about: '从前一日期到后一日期的月数，不计日；不是日期时为 0。',
    bind: () => monthsBetween,
  },
  {
    name: 'addMonths',
    signature: 'addMonths(string, int): string',
    about: '若干个月之后的日期，精度不变；不是日期时为空。',
    bind: () => addMonths,
  },
  {
    name: 'addYears',
    signature: 'addYears(string, int): string',
    about: '若干年之后的日期，精度不变；不是日期时为空。',
    bind: () => addYears,
  },
  { name: 'month', signature: 'month(string): string', about: '日期的年月部分（前 7 个字符）。', bind: () => month },
]
