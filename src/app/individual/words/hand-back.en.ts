import type { Translation } from '#core/words/translation.ts'
import type { handBackWords } from './hand-back.zh-CN.ts'

/** {@link handBackWords} in English. */
export const handBackWordsEn: Translation<typeof handBackWords> = {
  title: 'Hand the computer back',
  lead: 'When you are done with a borrowed or shared computer: make sure that every record exists elsewhere, then erase everything here. It cannot be brought back.',
  proofs: {
    file: 'in a backup file, verified',
    folder: 'in the copy folder, verified',
    unit: 'with the unit, by its receipt',
    none: 'only on this computer',
  },
  ownWord: 'You confirmed that it was handed to the unit; there is no receipt to prove it',
  waiting:
    'A submission is not known to have reached the unit; once everything is erased, it is not sent from here any more',
  waitingAlone:
    'A submission is not known to have reached the unit, and its record is deleted. To keep it, save its file under “Delivery” first',
  sameDisk: 'Backup files and the copy folder are not erased; if they are on this computer, take them with you first.',
  keyLoss: {
    notInBackup:
      'The signing key is in no backup that was verified, and goes with the rest: later submissions will be signed with another key, and the unit will see a change of device. To take it along, make a backup with a passphrase and verify it.',
    cannotLeave:
      'The signing key was made by an older version and cannot be taken along; it goes with the rest: later submissions will be signed with another key, and the unit will see a change of device.',
  },
  lockedDraft: 'A locked record (perhaps somebody else’s)',
  unreadable: 'A record that cannot be read',
  removed: 'deleted, can still be put back',
  lost: 'gone from the database, kept a second time; to keep it, bring it back on the home page first',
  accept: 'Not needed any more',
  acceptOf: (name) => `Not needed any more: ${name}`,
  backUp: 'Back up first',
  nothing: 'There is no record on this computer.',
  unitKept: 'What a unit keeps here (management edition) is not erased.',
  confirmLabel: (word) => `To erase, type “${word}”`,
  confirmWord: 'erase',
  erase: 'Erase the records on this computer',
  blocked: 'Some records are only on this computer. Back them up, or confirm one by one that they are not needed.',
  done: 'Erased. Your records, submissions and keys are no longer on this computer.',
  toHome: 'Done',
}
