const dayAndTime = {
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
} as const
const shortDay = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
const time = { hour: '2-digit', minute: '2-digit', hour12: false } as const

let formats = makeFormats('zh-CN')

function makeFormats(locale: string) {
  return {
    dayAndTime: new Intl.DateTimeFormat(locale, dayAndTime),
    shortDay: new Intl.DateTimeFormat(locale, shortDay),
    time: new Intl.DateTimeFormat(locale, time),
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }),
  }
}

/** Writes instants as people of this language do. */
export function speakLanguage(locale: string): void {
  formats = makeFormats(locale)
}

/** An instant as people read it here: “2026年11月23日 10:42”. */
export const formatInstant = (instantMs: number): string => formats.dayAndTime.format(instantMs)

/** The time of day of an instant: “10:42”. */
export const formatTime = (instantMs: number): string => formats.time.format(instantMs)

/** The day of an instant, short enough for a column: “2026/11/23”. */
export const formatShortDay = (instantMs: number): string => formats.shortDay.format(instantMs)

/** A calendar date (`YYYY-MM-DD`) as people read it here: “2026年11月23日”. */
export const formatDay = (date: string): string => formats.day.format(new Date(`${date}T00:00:00Z`))
