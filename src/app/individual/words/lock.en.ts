import { counted, type Translation } from '#core/words/translation.ts'
import type { lockWords } from './lock.zh-CN.ts'

/** {@link lockWords} in English. */
export const lockWordsEn: Translation<typeof lockWords> = {
  lock: 'Lock',
  lockOf: (name) => `Lock: ${name}`,
  title: (name) => `Lock the record “${name}”`,
  lead: 'A locked record and its submissions are encrypted on this computer. They open with the passphrase only; others do not even see the name.',
  history: 'Earlier states of it are erased; only the present one stays.',
  forgotten:
    'A forgotten passphrase cannot be recovered: nobody can open it for you, neither your unit nor the makers of the app. Make a backup before you lock it.',
  rescueNote: 'The file that is saved is not locked; keep it where others cannot read it.',
  passphrase: 'Passphrase',
  again: 'The same again',
  tooShort: (least) => `At least ${least} characters.`,
  different: 'The two passphrases differ.',
  cancel: 'Do not lock',
  confirm: 'Lock',
  locking: 'Encrypting…',
  locked: 'Locked.',
  lockedDraft: 'A locked record',
  lastEdit: (when) => `edited ${when}`,
  open: 'Open',
  unlock: 'Open with the passphrase',
  unlocking: 'Opening…',
  isOpen: 'opened with the passphrase',
  closeNow: 'Lock now',
  closed: 'Locked; the passphrase opens it again.',
  idle: (minutes) => `Nothing happened for ${counted(minutes, 'minute')}, so locked records were closed. All is saved.`,
  notSaved:
    'Your last changes are not saved, so nothing was locked: save them to a file or try again as the page says, then lock.',
  remove: 'Remove the lock',
  duplicated: 'Duplicated. The copy is locked by the same passphrase.',
  removed: 'The lock was removed; this record needs no passphrase any more.',
}
