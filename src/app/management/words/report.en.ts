import { counted, type Translation } from '#core/words/translation.ts'
import type { namesWords, reportWords, rosterWords, totalsWords } from './report.zh-CN.ts'

const people = (count: number): string => counted(count, 'person', 'people')

/** {@link namesWords} in English. */
export const namesWordsEn: Translation<typeof namesWords> = {
  title: 'Unify unit names',
  lead: 'A unit’s name must be exactly as on its seal; another spelling counts as another unit. Each change is kept with old and new value and reason, and signed by the unit.',
  own: (name) => `Other spellings than on the seal “${name}”`,
  none: 'Everyone’s unit is spelt as on the seal.',
  groups: 'Similar spellings',
  to: 'Unify to',
  people,
  blank: '(not filled in)',
  preview: 'Preview',
  previewOf: (changed) => `${people(changed)} will change:`,
  leftOut: (count) =>
    `${people(count)} already passed, returned or reported cannot be changed directly; review them again first.`,
  apply: (count) => `Change ${people(count)}`,
  cancel: 'Cancel',
  done: (count) => `The unit’s name of ${people(count)} was unified; please tell them.`,
  reason: '统一为公章名称',
  moreNames: (count) => `… ${people(count)}`,
}

/** {@link totalsWords} in English. */
export const totalsWordsEn: Translation<typeof totalsWords> = {
  title: 'Totals',
  lead: 'Counts people by coded fields; a number opens the list behind it.',
  rowBy: 'Rows',
  columnBy: 'Columns',
  noColumn: '(no columns)',
  onlyPassed: 'Only those passed or reported',
  age: 'Age group',
  field: (sheet, field) => `${sheet} · ${field}`,
  blank: 'not filled in',
  total: 'Total',
  people: (count) => `${people(count)} in all`,
  loading: (done, total) => `Reading ${done} of ${total} people`,
  show: (label, count) => `${label}: ${people(count)}, show the list`,
  share: 'Share',
  overlap: 'Who has several is counted with the highest.',
}

/** {@link reportWords} in English. */
export const reportWordsEn: Translation<typeof reportWords> = {
  title: 'Report up',
  lead: 'Signs those who passed and packs them into one file (.rpz) for the unit above.',
  ready: (count) => `${people(count)} ready to report`,
  open: (count) => `${people(count)} not passed yet`,
  report: (count) => `Report ${people(count)}`,
  leaveOut: 'Report only those who passed, the others later',
  progress: (done, total) => `Writing ${done} of ${total} people`,
  done: (count) => `${people(count)} reported; the pack is saved, hand it to the unit above.`,
  history: 'Packs',
  none: 'No pack was reported or received yet.',
  kinds: { reported: 'reported by this unit', received: 'received from below' },
  line: (unit, count) => `${unit} · ${people(count)}`,
  digest: 'Check code',
}

/** {@link rosterWords} in English; what is printed on the paper stays Chinese. */
export const rosterWordsEn: Translation<typeof rosterWords> = {
  title: 'Roster',
  lead: 'Choose the columns and their order. If data changes after printing, the check code changes too and the roster must be printed and stamped again.',
  columns: 'Columns',
  add: 'Add a column',
  choose: 'Choose columns',
  up: (label) => `Move ${label} up`,
  remove: (label) => `Remove ${label}`,
  upShort: 'Up',
  removeShort: 'Remove',
  digest: 'Check code of the data',
  people: (count) => `${people(count)} passed or reported`,
  preview: 'The first 20 people',
  number: 'No.',
}
