import { counted, type Translation } from '#core/words/translation.ts'
import type { listsWords, tablesWords } from './tables.zh-CN.ts'

const persons = (count: number): string => counted(count, 'person', 'people')

/** {@link tablesWords} in English. */
export const tablesWordsEn: Translation<typeof tablesWords> = {
  title: 'Import and export',
  lead: 'Write the people of the list as tables, or take in a table you already have.',
  exportTitle: 'Export',
  exportLead:
    'ID numbers, codes and names are kept as text, each table on a sheet; what is exported can be imported as it is.',
  who: 'Who is exported',
  whos: {
    picked: (count) => `${persons(count)} picked in the review`,
    listed: (count) => `${persons(count)} listed in the review now`,
    all: (count) => `all ${persons(count)}`,
  },
  allColumns: 'All columns',
  someColumns: (count, all) => `${count} of ${all} columns`,
  chooseAll: 'All',
  chooseNone: 'None',
  cancelExport: 'Cancel the export',
  exportCancelled: 'Cancelled; no file was saved.',
  formats: { xlsx: 'Excel workbook (.xlsx)', csv: 'CSV (a ZIP with a file for each table)', json: 'JSON' },
  format: 'Format',
  save: 'Export…',
  exporting: (done, total) => `Exporting ${done} of ${persons(total)}`,
  exported: (count) => `${persons(count)} exported. The tables are not encrypted: keep them safe.`,
  fileName: (unit, day) => `${unit}_people_${day}`,
  importTitle: 'Import people',
  importLead:
    'Imported people enter the list as entered by the unit, signed by the unit, received and still to be checked; whatever the person hands in later is newer (where the name or gender is another than in the table, you decide first whose case it is). The file may also be given to the person, to open, check and complete it in the individual edition. A table that was changed can be imported again: who did not change is skipped, who did is corrected by the table with a note in the trail; an empty cell clears nothing, one that says “清空” does.',
  template: 'Download an empty table',
  templateName: 'people.xlsx',
  choose: 'Choose a table…',
  reading: 'Reading the table…',
  preview: (people) => `${persons(people)} found`,
  noPeople: 'No people found. The first row must hold the names of the columns, e.g. “姓名” and “身份证号”.',
  cells: (count) => `${counted(count, 'cell')} not understood; these people are not imported:`,
  strays: (count) =>
    `${counted(count, 'row', 'rows')} of which it cannot be told whose they are, and which are not imported; whoever they are of is imported without them (rows that were imported before may go or take each other’s place for it). Mend the ID numbers of these rows first, or, where the people came already, before they pass, and import once more.`,
  leaveStrays: 'Leave these rows out and import the others',
  rules: (errors, warnings) => `To be mended afterwards: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}.`,
  unused: (names) => `Columns or sheets that are not used: ${names}`,
  untitled: (sheet, column) => `column ${column} of ${sheet} (without a head)`,
  hidden: (names) =>
    `Hidden sheets were not read: ${names}. To import them, show them in Excel, save, and choose the file again.`,
  cell: (sheet, cell) => `${sheet} ${cell}`,
  place: 'Place',
  column: 'Column',
  value: 'Content',
  problem: 'Problem',
  reasons: {
    codeUnknown: 'no such name or code in the table of codes',
    codeAmbiguous: 'several have this name: write the full name or the code',
    codeDiffers: 'the name and the code beside it differ: make them agree, or clear one of the two cells',
    notCleared: 'name and ID number cannot be cleared: fill the cell in, or correct it under Review',
    dateUnreadable: 'no valid date, e.g. 1993-07',
    numberCut: 'Excel took the number for a quantity and lost its last digits: make the column text and type it again',
    monthCut: 'Excel keeps 1993.10 as 1993.1, so this may be January or October: write it like 1993-01 or 1993-10',
    cellError:
      'the formula has no value: where “#公式” is shown, open the file in Excel or WPS, save it once and import it again; where it failed, mend it, type the value, or clear the cell to leave what stands',
    tooLong: 'too long',
    nobody:
      'this row belongs to nobody on the sheet “基本信息”; whoever has the same name or number is not imported yet',
    stray: 'this row has neither name nor ID number, or neither of them is on the sheet “基本信息”',
  },
  choices: (names) => `Perhaps: ${names}`,
  take: (count) => `Import ${persons(count)}`,
  cancel: 'Do not import',
  taken: (count) => `${persons(count)} imported; please check them under Review.`,
  corrected: (count) =>
    `${persons(count)} changed since the last import: corrected by the table, with the values before and after in the trail.`,
  same: (count) => `${persons(count)} did not change and were not imported twice.`,
  told: (count) => `Not changed by the table, please look at each (${count}):`,
  person: 'Name',
  left: 'Why it was not changed',
  whys: {
    theirs:
      'The table differs from what the person (or a unit below) handed in, which counts. If the table is right, correct it under Review.',
    kept: 'Some values were corrected under Review, and the table still says what it said before: the corrected ones stay. If the table is right, correct them back.',
    closed:
      'Passed, sent back, reported or set aside, and not to be corrected so. Check the person again or take the case back, then import once more.',
    doubtful:
      'It is not clear who this is: the ID number is the same and name or gender differ, or several on the list are alike. Find out, and correct it under Review.',
    moved:
      'Rows of degrees, titles and the like may have moved, and have blank cells: it is not clear which row is which. Fill these rows in and import once more, or correct them under Review.',
    tooMany: 'Too much would change for one step. Correct it in several steps under Review.',
    twice: 'Two rows of the table are of this person; the first was taken. Find out which is right.',
  },
  importing: 'Importing…',
  more: (count) => `${count} more not listed.`,
}

/** {@link listsWords} in English. */
export const listsWordsEn: Translation<typeof listsWords> = {
  title: 'Lists',
  lead: 'The register of units makes unit names alike and tells known packs; the list of people expected tells who has not reported. Both are kept encrypted on this computer.',
  register: 'Register of units',
  registerLead:
    'Official names of the units below (as on the seal), their codes and other names. First line of the table: “单位全称”, “组织机构代码”, “别名”.',
  units: (count) => `${counted(count, 'unit')} in the register`,
  eachUnit: 'See the units in the register',
  noUnits: 'There is no register yet.',
  choose: 'Import the register…',
  expected: 'People expected',
  expectedLead:
    'Those who are to report: name and ID number, or name and unit. First line of the table: “姓名”, “身份证号”, “单位”.',
  chooseExpected: 'Import the list…',
  noExpected: 'There is no list yet.',
  counts: ({ expected, missing, entered, unexpected }) =>
    `${expected} expected, ${missing} not reported yet${entered > 0 ? ` (of them ${entered} entered by the unit)` : ''}; ${unexpected} here but not on the list.`,
  missing: 'Not reported yet',
  entered: 'Entered by the unit, not handed in yet',
  note: 'Note',
  allIn: 'Everyone on the list has reported.',
  differing: 'Same ID number, another name',
  differingLead: (count) =>
    `${counted(count, 'ID number')} on the list came under another name: counted neither as reported nor as missing. Compare with the originals whether the number or the name is wrong, then mend the list and import it again, or correct or return the record under Review.`,
  nameOnList: 'Name on the list',
  nameReceived: 'Name received',
  name: 'Name',
  idNumber: 'ID number',
  unit: 'Unit',
  orgCode: 'Organisation code',
  aliases: 'Other names',
  saveMissing: 'Export who is missing…',
  missingFile: 'missing.xlsx',
  print: 'Print who is missing (PDF)',
  expectedCount: 'Expected',
  reportedCount: 'Reported',
  missingCount: 'Missing',
  showUnexpected: 'Show those not on the list',
  unexpectedLabel: 'Not on the list of people expected',
  problems: (count) => `${counted(count, 'mistake')} found; nothing was imported. Mend the table and choose it again:`,
  preview: (count) => `${counted(count, 'line')} will be kept in place of the old ones.`,
  noLines:
    'Not a single line was found, so there is nothing to keep; what is here was not changed. Check that it is the right file, and that something stands below the names of the columns.',
  sheetsRead: (names, isSeveral) =>
    `Sheets read: ${names}.${isSeveral ? ' If one should not be, hide it in Excel, save, and choose the file again.' : ''}`,
  sheetsUnused: (names) =>
    `Sheets not read: ${names}. If one should be, give it the same names of columns, save, and choose the file again.`,
  readAs: (columns) => `Columns read: ${columns}.`,
  notUsed: (columns, more) => `Columns not used: ${columns}${more > 0 ? `, and ${more} more` : ''}.`,
  column: (column, title) => (title === '' ? `column ${column}` : `column ${column} “${title}”`),
  columnAs: (column, part) => `${column} → ${part}`,
  unitParts: { name: 'Unit', orgCode: 'Organisation code', aliases: 'Other names' },
  byNameAlone: (count) =>
    `${counted(count, 'line')} with a name only: counted as reported once anybody of that name reported.`,
  keep: 'Keep',
  cancel: 'Do not keep',
  kept: (count) => `${counted(count, 'line')} kept.`,
  reasons: {
    headUnknown:
      'these look like names of columns, but none is of the names of units: head that column with “单位全称”',
    nameMissing: 'no name',
    tooLong: 'too long: 50 characters for a person, 60 for a unit and its aliases',
    nameTwice: 'the name stands twice',
    aliasTwice: 'the alias is a name or alias of another unit too: which of them is meant cannot be told',
    orgCodeBad: 'wrong organisation code',
    orgCodeTwice:
      'a unit above has this organisation code: if it is the same unit, write its other name under “别名”; if it has no code of its own, leave the code empty; else check the code',
    idNumberBad: 'the ID number does not have 18 digits',
    numberCut: 'Excel took the number for a quantity and lost its last digits',
    cellError:
      'the formula has no value: where “#公式” is shown, open the file in Excel or WPS, save it once and choose it again; where it failed, mend it',
    twice: 'stands twice',
  },
  first: (shown, all) => `The first ${shown} of ${all}.`,
}
