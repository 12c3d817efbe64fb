import { counted, type Translation } from '#core/words/translation.ts'
import type { backupWords } from './backup.zh-CN.ts'

/** {@link backupWords} in English. */
export const backupWordsEn: Translation<typeof backupWords> = {
  title: 'Back up',
  restoreTitle: 'Restore',
  lead: 'Saves the records, submissions and signing key of this computer as one file (.bak), to go on with on another computer or to keep as a copy.',
  passphrase: 'Passphrase',
  sealed: (file) =>
    `${file === '' ? 'This backup' : `The backup “${file}”`} has a passphrase; enter the one it was made with.`,
  otherFile: 'Another file',
  passphraseAgain: 'The same again',
  different: 'The two passphrases differ.',
  strength: {
    short: 'Too short: at least 8 characters.',
    fair: 'Fine. Longer is safer.',
    good: 'Long enough not to be guessed.',
  },
  forgotten:
    'A forgotten passphrase cannot be recovered: nobody can open this backup for you, neither your unit nor the makers of the app. Remember it well, or write it down and keep it apart.',
  noPassphrase: 'No passphrase',
  noPassphraseWarning:
    'Whoever gets a backup without a passphrase sees ID number and all; it also leaves out the signing key. Only do this on a USB stick you keep yourself.',
  make: 'Make the backup',
  making: 'Encrypting…',
  madeTitle: 'The backup is made; one step is left',
  madeSteps: (fileName) =>
    `The browser was given the file “${fileName}” to save. Choose that file once more: only when it was read back does it count as a copy.`,
  leavesKey:
    'The signing key of this computer was made by an older version and cannot be taken along: submissions from another computer will be signed with another key, and the unit will see a change of device.',
  leavesHistory: (count: number) =>
    `There is much here: ${counted(count, 'earlier version')} of the history had no room in the backup. Records, submissions and return slips are all in it and can be restored as ever.`,
  readBack: 'Choose the saved file to verify it',
  verified: 'Read back and whole: it counts as a copy.',
  saveAgain: 'Save it again',
  copies: 'Safe copies',
  copyCount: (count) => (count === 1 ? '1 copy' : `${count} copies`),
  copiesAre: (count, places) => `${count}: ${places}`,
  inBrowser: 'This browser',
  inFile: 'Backup file',
  inFolder: 'Copy folder',
  folder: 'Copy folder',
  folderLead:
    'Choose a folder, best on a USB stick or a synced drive: after every stretch of work a copy goes there and is read back. It is restored like any backup.',
  folderUnknown: 'This browser cannot write into a folder. Chrome and Edge can; here, make backups often.',
  folderSetUp: 'Set up a copy folder',
  folderChoose: 'Choose the folder',
  folderIs: (folder, fileName) => `Copies go to the folder “${folder}”, file “${fileName}”.`,
  folderSealed: 'Sealed with your passphrase, which restoring asks for.',
  folderOpen: 'Without a passphrase: whoever gets the file can read it.',
  folderWriting: 'Saving a copy…',
  folderNow: 'Save a copy now',
  folderForget: 'Stop saving copies',
  folderAsks: (folder) => `The browser needs your permission again to go on saving copies to the folder “${folder}”.`,
  folderAllow: 'Allow',
  folderLater: 'Later',
  onServer: 'Server of the unit',
  received: (when) => `arrived ${when}, with a receipt`,
  receivedBefore: (when) => `arrived ${when}, changed since`,
  never: 'none yet',
  allIn: (when) => `verified ${when}`,
  outdated: (when) => `verified ${when}, changed since`,
  beforeLock: (when) => `verified ${when}, locked since`,
  openBackup: 'Back up',
  reminder: {
    old: 'It is more than seven days since the last backup, and what was filled in since has no copy. If the computer fails it is lost; back up now.',
    keepingRefused:
      'The browser has not promised to keep the data and may clear it when space runs short; back up now.',
    forgetful: 'This browser clears what was not opened for seven days; back up now.',
  },
  ifPrivate:
    'If this is a private window, everything is gone once it is closed: back up to a file, then restore it in an ordinary window.',
  fileName: (day) => `采报备份_${day.replaceAll('-', '')}.bak`,
  restoreLead:
    'Choose a .bak file, or drop it here. You first see what differs; nothing changes until you choose “Restore now”.',
  choose: 'Choose a backup file',
  open: 'Open the backup',
  opening: 'Opening…',
  unsealed: 'This backup has no passphrase.',
  madeAt: (when) => `Made ${when}`,
  plan: 'What will be done',
  empty: 'There is no record in this backup.',
  leftOut: (count) =>
    `${counted(count, 'record')} locked on one side and open on the other (here and in the file) cannot be compared, and nothing of it is changed. To restore, take the lock off on the start page first, then restore again.`,
  lockedApart: (count) =>
    `${counted(count, 'locked record')} of the file ${count === 1 ? 'differs' : 'differ'} from what is here and cannot be compared while locked: nothing of it is changed. To use what the file holds, restore it in a browser that has none of it.`,
  unnamed: 'Unnamed',
  relation: {
    new: 'Not on this computer: will be added',
    unreadableHere:
      'The one on this computer cannot be read: the one of the backup is used; what cannot be read is kept as it is, listed apart on the start page',
    same: 'The same on both sides: nothing to do',
    newerHere: 'Newer on this computer: stays',
    newerInFile: 'Newer in the backup: taken from it',
    bothChanged: 'Changed on both sides: choose',
  },
  comesInRemoved:
    'Deleted in the backup: goes to “Recently deleted” on the start page, kept for at least 30 days from now',
  staysRemoved: 'Deleted on this computer: stays in “Recently deleted” on the start page, where it can be put back',
  decision: {
    keep: 'Keep the one of this computer',
    take: 'Take the one of the backup',
    both: 'Keep both',
    merge: 'Choose field by field',
  },
  submission: {
    title: 'Side by side',
    theirs: 'The other device’s submission',
    decision: {
      keep: 'Keep what is on this computer',
      take: 'Use the other device’s',
      both: 'Keep both',
      merge: 'Choose item by item',
    },
    lead: 'This submission and a draft on this computer are of the same person. See what differs first: nothing changes until you choose “Do it so”.',
    start: 'Do it so',
    done: 'Done; nothing of either side was lost.',
  },
  field: 'Field',
  mine: 'This computer',
  theirs: 'Backup',
  onlyConfirmations: 'The same content; only the reasons given for warnings differ.',
  extra: (count) => `${counted(count, 'submission')}; those missing here are added.`,
  key: 'Signing key: this computer has another one',
  takeKey: 'Use the key of the backup (submissions count as signed by the same person on the same computer)',
  keepKey: 'Keep the key of this computer',
  start: 'Restore now',
  restoring: 'Restoring…',
  undecided: 'For some records it is not decided yet what to do.',
  done: 'Restored.',
  earlierDone: (name) => (name === '' ? 'The submission before was dealt with.' : `“${name}” was restored meanwhile.`),
  earlierFailed: (name) =>
    name === ''
      ? 'The submission before could not be dealt with; nothing on this computer has changed. Reason:'
      : `“${name}” could not be restored; nothing on this computer has changed. Open it again to restore it. Reason:`,
  toHome: 'See my records',
}
