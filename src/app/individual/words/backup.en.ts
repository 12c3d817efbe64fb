import { counted, type Translation } from '#core/words/translation.ts'
import type { backupWords } from './backup.zh-CN.ts'

/** {@link backupWords} in English. */
export const backupWordsEn: Translation<typeof backupWords> = {
  title: 'Back up',
  restoreTitle: 'Restore',
  lead: 'Saves the records, submissions and signing key of this computer as one file (.bak), to go on with on another computer or to keep as a copy.',
  passphrase: 'Passphrase',
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
  readBack: 'Choose the saved file to verify it',
  verified: 'Read back and whole: it counts as a copy.',
  saveAgain: 'Save it again',
  copies: 'Safe copies',
  inBrowser: 'This browser',
  inFile: 'Backup file',
  onServer: 'Server of the unit',
  noServer: 'not connected',
  never: 'none yet',
  allIn: (when) => `verified ${when}`,
  outdated: (when) => `verified ${when}, changed since`,
  openBackup: 'Back up',
  reminder: {
    old: 'Changes of more than seven days are not backed up. If the computer fails they are lost; back up now.',
    keepingRefused:
      'The browser has not promised to keep the data and may clear it when space runs short; back up now.',
    forgetful: 'This browser clears what was not opened for seven days; back up now.',
  },
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
  unnamed: 'Unnamed',
  relation: {
    new: 'Not on this computer: will be added',
    same: 'The same on both sides: nothing to do',
    newerHere: 'Newer on this computer: stays',
    newerInFile: 'Newer in the backup: taken from it',
    bothChanged: 'Changed on both sides: choose',
  },
  decision: {
    keep: 'Keep the one of this computer',
    take: 'Take the one of the backup',
    both: 'Keep both',
    merge: 'Choose field by field',
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
  toHome: 'See my records',
}
