const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const month = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'long', timeZone: 'UTC' })

/** A date of a record, `YYYY-MM-DD` or `YYYY-MM`: 18 April 1979, July 1993. */
export const dateInEnglish = (date: string): string =>
  date.length > 'YYYY-MM'.length ? day.format(new Date(date)) : month.format(new Date(`${date}-01`))
