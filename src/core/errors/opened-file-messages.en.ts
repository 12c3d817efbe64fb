import type { ErrorMessages, UnitsFile } from './error-code.ts'

const untouched = 'Nothing that is here was changed.'

const ofUnits: { readonly [F in UnitsFile]: string } = {
  certificate:
    'This is a certificate that units pass among themselves; who fills in a record does not need it. The clerk opens it under “This unit”.',
  pack: 'This is a pack (.rpz) that units pass among themselves; who fills in a record does not need it. Give it to the clerk, who receives it in the edition for units.',
  storeBackup:
    'This is the backup of a whole unit, not that of a person, and is not opened here. The clerk restores it in the edition for units.',
  keyFile:
    'This is the key file of a unit; who fills in a record does not need it. Give it back to its keeper, who opens it in the edition for units.',
}

/** {@link openedFileMessages} in English. */
export const openedFileMessagesEn = {
  FILE_TOO_DEEP: ({ limit }) =>
    `This file is nested more than ${limit} levels; Caibao did not make it, and it was not read. Check that it is the right file. ${untouched}`,
  FILE_KEY_FORBIDDEN: ({ key }) =>
    `This file holds “${key}”, which is not allowed; Caibao did not make it, and it was not read. Check that it is the right file. ${untouched}`,
  FILE_FOR_UNITS: ({ what }) => `${ofUnits[what]} ${untouched}`,
  FILE_IS_RECEIPT: () =>
    `This is a receipt: the server’s signed word for the submission it received. It is not opened; keep it beside the submission and show it to your unit if there is doubt. How far a submission came is told under “Delivery”. ${untouched}`,
  SPREADSHEET_TEXT_DAMAGED: ({ line }) =>
    `Line ${line} of this file holds damaged text; nothing was imported. Export it again from where it came from, or copy it again; where that is gone, open it in Excel or WPS, mend the line and save it as .xlsx. ${untouched}`,
  FILE_KIND_UNKNOWN: () =>
    `This is no file of Caibao and was not opened. Check that it is the right file. ${untouched}`,
} satisfies Partial<ErrorMessages>
