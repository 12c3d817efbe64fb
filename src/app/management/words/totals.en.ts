import { counted, type Translation } from '#core/words/translation.ts'
import type { totalsWords } from './totals.zh-CN.ts'

const people = (count: number): string => counted(count, 'person', 'people')

/** {@link totalsWords} in English. */
export const totalsWordsEn: Translation<typeof totalsWords> = {
  title: 'Totals',
  lead: 'Counts people by coded fields; a number opens the list behind it.',
  rowBy: 'Rows',
  columnBy: 'Columns',
  noColumn: '(no columns)',
  usual: 'Usual tables',
  scope: 'People',
  scopes: {
    all: (count) => `Everybody here (${people(count)})`,
    passed: (count) => `Those passed or reported (${people(count)})`,
    listed: (count) => `Those listed in the checks now (${people(count)})`,
  },
  total: 'Total',
  people: (count) => `${people(count)} in all`,
  on: (day) => `as of ${day}`,
  loading: (done, total) => `Reading ${done} of ${people(total)}`,
  show: (label, count) => `“${label}”: ${people(count)}, show the list`,
  behind: (label) => `Totals: ${label}`,
  everybody: 'everybody',
  share: 'Share',
  chart: 'Distribution',
  shown: 'Shown as',
  shows: { people: 'people', ofRow: '% of the row', ofColumn: '% of the column' },
  ofPart: (percent, label, count) => `${percent}, “${label}”: ${people(count)}, show the list`,
  missing: (count) =>
    `The records of ${people(count)} have not come from a colleague’s device yet; the table does not hold what they say now. It is counted again when they come; until then it cannot be printed or exported.`,
  highest: 'Education and degrees count by the highest, titles by the highest level: everyone once.',
  many: 'With “every entry” a person counts once under each different value, so rows may add up to more than the people; the total is people.',
  tooWide: (count, all) => `The table shows the first ${count} of ${all} columns; print and export hold all.`,
  tooLong: (count, all) => `The table shows the first ${count} of ${all} rows; print and export hold all.`,
  showAll: 'Show all',
  nobody: 'Nobody is in this scope.',
  papers: 'Print and export',
  which: 'What',
  whiches: { shown: 'This table', usual: (count) => `All usual tables (${count})` },
  print: 'Print the totals (PDF)',
  exported: 'Export the totals (XLSX)',
}
