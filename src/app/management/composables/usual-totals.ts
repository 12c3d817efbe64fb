import type { TotalsQuery } from '#core/review/totals.ts'

/** The tables that are asked for again and again. */
export const usualTotals: readonly Omit<TotalsQuery, 'on'>[] = [
  { row: 'titles.titleLevel' },
  { row: 'titles.titleSeries', column: 'titles.titleLevel' },
  { row: 'age', column: 'titles.titleLevel' },
  { row: 'basic.employer', column: 'education.educationLevel' },
  { row: 'education.educationLevel', column: 'education.degree' },
  { row: 'basic.gender', column: 'age' },
  { row: 'basic.employer', column: 'state' },
]
