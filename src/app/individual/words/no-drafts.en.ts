import { counted, type Translation } from '#core/words/translation.ts'
import type { noDraftsWords } from './no-drafts.zh-CN.ts'

/** {@link noDraftsWords} in English. */
export const noDraftsWordsEn: Translation<typeof noDraftsWords> = {
  empty: {
    title: 'No records yet',
    text: 'Choose “New record” to begin. You can close it at any time and go on the next time you open it.',
  },
  silent: {
    title: 'The database has not answered yet, so the records cannot be listed',
    text: 'What was saved has not been touched; do not clear browsing data. You can wait a little longer; if it stays so, close the other Caibao tabs and open this one again; if that does not help, quit the browser and start it again.',
  },
  unreadable: {
    title: 'The database does not open, so the records cannot be listed',
    text: 'Records saved in this browser before were not deleted; they just cannot be read now. Open the page again first; if it still fails, quit the browser and start it again, or see whether this is private mode. A record begun now is only in this page: save it to a file from time to time.',
  },
  schemeUnread: {
    title: 'The installed scheme cannot be read now',
    text: 'The database does not open. The installed scheme and the records saved before were not deleted; they just cannot be read now. Open the page again first; if it still fails, quit the browser and start it again. Who cannot wait may work with the scheme that came with Caibao: it is older than the installed one, and some fields and codes may differ.',
    goOn: 'Use the scheme that came with Caibao',
  },
  vanished: {
    title: (count) => `${counted(count, 'record', 'records')} kept here cannot be found`,
    text: 'Caibao did not delete them: the data of the browser may have been cleared, damaged or moved. Restore them from a backup, a rescue file or a submission; what was filled in with another browser or user name is to be opened there.',
    understood: 'I see, start anew',
  },
  secondCopies: {
    title: (count) =>
      `${counted(count, 'record is', 'records are')} gone from the database, but kept here a second time`,
    text: (names) =>
      `When a disk is full or the power goes, a browser may drop its whole database. Kept were: ${names}. History, submissions, tasks and the signing key were not: once these are back, restore a backup for them.`,
    savedAt: (when) => `saved ${when}`,
    beside: 'what the list has under it now is different; once brought back, both stand',
    locked: 'a locked one',
    bringBack: 'Bring back',
    forget: 'Not wanted',
    forgetForGood: 'Press again to delete them from this computer',
  },
  banner: {
    blocked:
      'Another tab runs an older version of Caibao, so the data cannot be upgraded now. Close the other Caibao tabs and reload this page; nothing was changed.',
    sessionOnly: 'This browser does not let Caibao keep anything: closing the page loses it.',
    outdated: 'Caibao was updated in another tab and this page no longer saves. Reload the page to go on.',
    silent:
      'The database of the browser has not answered for long. What was saved has not been touched; save what you are filling in to a file, close the other Caibao tabs, and open this one again.',
    erased: 'The data in this browser has just been erased. Save what you are filling in to a file first.',
  },
  retry: 'Open again',
  restore: 'Restore a backup',
}
