/** Why a text is not taken as a date. */
type DateProblem = 'unreadable' | 'shortYear' | 'dayMissing' | 'impossible'

/** What was understood of a date as typed, or why it was not. */
export type ParsedDate =
  | {
      readonly ok: true
      /** `YYYY-MM-DD` or `YYYY-MM`. */
      readonly value: string
      /** The date in words: “1993年7月”. */
      readonly shown: string
      /** Whether a day was typed where only the month is asked for, and left out. */
      readonly isDayCut: boolean
    }
  | { readonly ok: false; readonly problem: DateProblem }

const compact = /^(\d{4})(\d{2})(\d{2})?$/
const separated = /^(\d{4})[年.\-/](\d{1,2})(?:月|[月.\-/](\d{1,2})日?)?$/
const shortYear = /^\d{2}[年.\-/]\d{1,2}(?:\D|$)/
const firstYear = 1900
const lastYear = 2100

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\u200b]/g, '')
    .replace(/[。·、,]/g, '.')
    .replace(/[‐‑‒–—−]/g, '-')

function isInCalendar(year: number, month: number, day: number | undefined): boolean {
  if (year < firstYear || year > lastYear || month < 1 || month > 12) return false
  return day === undefined || (day >= 1 && day <= daysIn(year, month))
}

/** Reads 199307, 1993.7, 1993-07, 1993年7月, 1993/7 or 19930705, in full-width digits too. */
export function parseDateText(text: string, precision: 'day' | 'month'): ParsedDate {
  const folded = fold(text)
  const match = compact.exec(folded) ?? separated.exec(folded)
  if (!match) return { ok: false, problem: shortYear.test(folded) ? 'shortYear' : 'unreadable' }
  const [year, month] = [Number(match[1]), Number(match[2])]
  const day = match[3] === undefined ? undefined : Number(match[3])
  if (!isInCalendar(year, month, day)) return { ok: false, problem: 'impossible' }
  const monthValue = `${year}-${String(month).padStart(2, '0')}`
  const shownMonth = `${year}年${month}月`
  if (precision === 'month') return { ok: true, value: monthValue, shown: shownMonth, isDayCut: day !== undefined }
  if (day === undefined) return { ok: false, problem: 'dayMissing' }
  return {
    ok: true,
    value: `${monthValue}-${String(day).padStart(2, '0')}`,
    shown: `${shownMonth}${day}日`,
    isDayCut: false,
  }
}
