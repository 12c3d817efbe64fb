import { counted } from '#core/words/translation.ts'
import type { ErrorMessages } from './error-code.ts'

const people = (count: number): string => counted(count, 'person', 'people')

/** Why receiving, checking, exporting or counting what was received did not come to its end, in English. */
export const receivingMessagesEn = {
  RECEIVE_EMPTY: ({ from }) =>
    `There is no file in this ${from === 'zip' ? 'ZIP' : 'folder'}; nothing was received. Check that it is the right one; your data is unchanged.`,
  RECEIVE_DISK_FULL: ({ reason }) =>
    `The disk is full, so not everything was received (${reason}). What was received is kept, the rest is untouched; make room and choose the same files again to go on.`,
  CHECKING_BROKE_OFF: ({ reason }) =>
    `The check broke off (${reason || 'its program could not be had'}); the computer may be short of memory. What was checked is stored, the rest is untouched; close other pages and programs, reload this page, and do it once more.`,
  EXPORT_BROKE_OFF: ({ reason }) =>
    `The export broke off (${reason || 'its program could not be had'}) and made no file; the computer may be short of memory. Nothing was changed; close other pages and programs, reload this page, and export once more.`,
  COUNTING_BROKE_OFF: ({ reason }) =>
    `Counting broke off (${reason || 'its program could not be had'}); the computer may be short of memory. Nothing was changed; close other pages and programs, reload this page, and open the totals again.`,
  RECEIVING_UNDER_WAY: () =>
    `Other files are being received, so the table was not imported. Import it once more when that is done; nothing was changed.`,
  TABLE_IMPORT_STOPPED: ({ came, all }) =>
    `The import was stopped on its way (by “Stop” under Receive, for example): of ${people(all)} not on the list yet, ${came} came in and the others did not. Import once more: who came is recognised and does not come twice.`,
} satisfies Partial<ErrorMessages>
