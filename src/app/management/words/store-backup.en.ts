import { counted, type Translation } from '#core/words/translation.ts'
import type { storeBackupWords } from './store-backup.zh-CN.ts'

const people = (count: number): string => counted(count, 'person', 'people')

/** {@link storeBackupWords} in English. */
export const storeBackupWordsEn: Translation<typeof storeBackupWords> = {
  title: 'Backup of everything',
  never:
    'There is no backup yet. If this computer breaks, what was received is gone; back up to a stick or another computer.',
  last: (when, cases, unsaved) =>
    unsaved > 0
      ? `Last backup: ${when}, ${people(cases)}; ${counted(unsaved, 'step')} since then ${unsaved === 1 ? 'is' : 'are'} in no backup.`
      : `Last backup: ${when}, ${people(cases)}; nothing has changed since.`,
  isChecked: 'The file was checked.',
  notChecked: 'The file was not checked yet.',
  tasksLeftOut: (count) =>
    `${counted(count, 'task')} ${count === 1 ? 'is' : 'are'} not in the backup: this version cannot read what a newer one may have written. All stays on this computer as it is; please reload the page to update, then back up again.`,
  passphrase: 'Passphrase of the backup',
  passphraseHint: 'At least 8 characters; without it the backup cannot be opened.',
  backUp: 'Back up everything…',
  file: 'Choose the backup file (.bak)…',
  openWith: 'Passphrase of this backup',
  check: 'Check the backup',
  restore: 'Restore from it',
  progress: (done, of) => `${done} of ${people(of)}`,
  verified: 'The file is whole and the passphrase is right.',
  verifiedOther: 'The file is whole and the passphrase is right; but it is not the last one that was made here.',
  restored: (added, advanced, kept) =>
    `Restored: ${people(added)} added, ${advanced} brought further, ${kept} on this device left unchanged.`,
  diverged: (count, names) =>
    `${people(count)} changed differently here and in the backup; what is here stays, please look at each: ${names}`,
  divergedShow: 'List these people',
  divergedLabel: 'People who changed differently in the backup',
  halfRestored:
    'It stopped half way: what was restored stays, the rest is not here yet. Please restore again; nothing comes twice.',
  newDeviceLead:
    'The backup holds the key file of the unit, opened by the passphrase of either officer; people, trails and tasks come back with it.',
}
