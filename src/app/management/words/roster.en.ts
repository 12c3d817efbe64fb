import { counted, type Translation } from '#core/words/translation.ts'
import type { paperWords, rosterWords } from './roster.zh-CN.ts'

const people = (count: number): string => counted(count, 'person', 'people')

/** {@link rosterWords} in English; what is printed on the paper stays Chinese. */
export const rosterWordsEn: Translation<typeof rosterWords> = {
  title: 'Roster',
  lead: 'Prints those who passed; signed and stamped it goes up with the data. The code on each page binds paper to data.',
  empty: 'Nobody has passed yet. Compare people with their originals and pass them, then print the roster here.',
  toCases: 'To the review',
  people: (count) => `${people(count)} passed or reported`,
  digest: 'Check code of the data',
  open: (count) => `${people(count)} not reviewed yet: the roster is incomplete.`,
  columns: 'Columns and their order',
  add: 'Add a column',
  choose: 'Choose columns',
  up: (label) => `Move ${label} forward`,
  down: (label) => `Move ${label} back`,
  remove: (label) => `Remove ${label}`,
  order: 'Order',
  orders: { pinyin: 'by name (pinyin)', stroke: 'by name (strokes)', unit: 'by unit, then name' },
  paper: 'Paper',
  papers: { a4: 'A4 landscape', a3: 'A3 landscape' },
  tooWide: (columns, most, paper) =>
    `${columns} columns are chosen; ${paper.toUpperCase()} landscape has room for ${most}. To print, ${paper === 'a4' ? 'choose A3 or ' : ''}remove some columns.`,
  layout: 'Layout',
  usual: 'Usual layout',
  layoutName: 'Name of the layout',
  saveLayout: 'Save as a layout',
  removeLayout: 'Delete this layout',
  layoutRemoved: (name) => `The layout “${name}” was deleted.`,
  undo: 'Undo',
  dropped: (fields) =>
    `The scheme has no such fields any more, so these columns of the layout were left out: ${fields}.`,
  layoutSaved: (name) => `Layout “${name}” saved.`,
  print: 'Print the roster (PDF)',
  preview: (shown, all) => (shown < all ? `The first ${shown} of ${people(all)}` : `All ${people(all)}`),
  number: 'No.',
  prints: 'Printed rosters',
  printed: (count, by) => `${people(count)} · ${by}`,
  stands: 'same as the data now',
  changed: 'data changed since',
  check: 'Check a paper by its code',
  checkLead:
    'Type the 16 digits at the foot of a page, or scan its QR code, to learn whether the paper shows the data of now.',
  code: 'Check code',
  checkNow: 'Check',
  scan: 'Scan by photo',
  verdicts: {
    now: (count) => `Same: this roster shows the data of now, ${people(count)}.`,
    nowTotals: (count) =>
      `Same: these totals count the ${people(count)} passed by now. They are no roster, and none can be reported with them.`,
    held: (count) => `It fits: this paper shows the data of all ${people(count)} held now.`,
    earlier: (when, printed, now) =>
      `This roster was printed ${when} (${people(printed)}); data changed since, now ${people(now)}. Print and stamp it again.`,
    pack: (unit, count) => `Same: this is the roster that came with the pack of “${unit}”, ${people(count)}.`,
    packTotals: (unit, count) =>
      `Same: these totals count the ${people(count)} in the pack of “${unit}”. They are not the roster that came with it.`,
    form: (name) => `Same: this is the form of ${name}, as the data is now.`,
    formEarlier: (name, revision) =>
      `This is the form of ${name}, printed from revision ${revision}; something else counts now. Compare it with the data of now and print it again.`,
    unknown: 'No match: this unit did not print it and no pack from below names it. Check the digits, or ask the unit.',
  },
  notSeen: 'No QR code was seen in the photo. Go closer and try again, or type the code.',
}

/** {@link paperWords} in English. */
export const paperWordsEn: Translation<typeof paperWords> = {
  making: (percent) => `Making the PDF ${percent}%`,
  reading: (done, all) => `Reading ${done} of ${people(all)}`,
  cancel: 'Cancel',
  missing: (characters) => `These characters cannot be drawn yet and would be left blank: ${characters}`,
  saveAnyway: 'Save anyway',
  saved: (fileName) => `Saved ${fileName}`,
}
