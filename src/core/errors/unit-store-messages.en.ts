import type { ErrorMessages } from './error-code.ts'

/** What is said where the sealed store of a unit does not open, or is gone. In English. */
export const unitStoreMessagesEn = {
  STORE_LOCKED: () => 'The data is locked; this step was not done. Unlock it and try again; everything saved is here.',
  STORE_SEAL_BROKEN: () =>
    'Something stored does not fit its seal and was not read. Stop here and restore a backup, or ask a technician; nothing else was changed.',
  UNIT_STORE_ERASED: () =>
    'What the unit kept in this browser has just been erased; this step was not saved. Restore the unit as the note at the top of this page says; what was reported or returned, and backups kept elsewhere, are not affected.',
} satisfies Partial<ErrorMessages>
