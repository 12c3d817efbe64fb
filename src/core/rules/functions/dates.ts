import type { RuleFunction } from './rule-function.ts'

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

const notDigits = Number.NaN
const zero = 0x30

/** The number these digits stand for; not a number where one is no digit. */
function digitsAt(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - zero
    if (!(digit >= 0 && digit <= 9)) return notDigits
    value = value * 10 + digit
  }
  return value
}

/** `YYYY-MM-DD` or `YYYY-MM`, character by character: checks in bulk read more dates than anything else. */
function parseDay(text: string): Day | undefined {
  const hasDay = text.length === 10
  if ((!hasDay && text.length !== 7) || text[4] !== '-' || (hasDay && text[7] !== '-')) return undefined
  const y = digitsAt(text, 0, 4)
  const m = digitsAt(text, 5, 7)
  if (Number.isNaN(y) || !(m >= 1 && m <= monthsPerYear)) return undefined
  if (!hasDay) return { year: y, month: m }
  const day = digitsAt(text, 8, 10)
  return day >= 1 && day <= daysIn(y, m) ? { year: y, month: m, day } : undefined
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
