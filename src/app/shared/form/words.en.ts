import type { Translation } from '#core/words/translation.ts'
import type { formWords } from './words.zh-CN.ts'

/** {@link formWords} in English. */
export const formWordsEn: Translation<typeof formWords> = {
  required: 'required',
  guide: 'Guide F1',
  requiredWhen: (note) => `Required in some cases: ${note}.`,
  confirm: 'This is correct',
  confirmReason: 'Reason',
  confirmSave: 'Note it',
  confirmed: (reason) => `Confirmed: ${reason}`,
  unconfirm: 'Withdraw',
  length: (now, most) => `${now}/${most} characters`,
  dateProblem: {
    unreadable: 'This date could not be understood. Write it like 1993-07 or 1993年7月; what you wrote is still here.',
    shortYear: 'Write the year with four digits, like 1993-07; what you wrote is still here.',
    dayMissing: 'The day is missing. Write it like 1993-07-05; what you wrote is still here.',
    impossible: 'There is no such date. Check year, month and day; what you wrote is still here.',
  },
  notListed: 'Not in the list: what is not listed is not collected and must not be entered.',
  notTaken: (text) =>
    `“${text}” is not in the list and was not taken. What is not listed is not collected and must not be entered.`,
  loadingTable: 'Opening the code table…',
  tableMissing: 'The code table could not be opened; check and try again. What you filled in is not affected.',
  moreOptions: 'Only the first part is shown. Go on typing characters, pinyin initials or a code.',
  nowCalled: (name) => `now ${name}`,
  recent: 'Used recently',
  browse: 'Choose by level',
  browseOf: (label) => `Choose by level: ${label}`,
  browseTop: 'All',
  takeThis: 'Take this level',
  addRow: 'Add a row',
  duplicate: 'Duplicate',
  moveUp: 'Move up',
  moveDown: 'Move down',
  remove: 'Delete',
  dateExample: { month: 'year-month', day: 'year-month-day' },
  rowNumber: (position) => `Row ${position}`,
  rowEmpty: 'not filled in',
  rowRemoved: (position) => `Row ${position} was deleted.`,
  undo: 'Undo',
  rowsFull: (most) => `At most ${most} rows.`,
}
