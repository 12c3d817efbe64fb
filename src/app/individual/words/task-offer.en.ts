import type { Translation } from '#core/words/translation.ts'
import type { taskOfferWords } from './task-offer.zh-CN.ts'

/** {@link taskOfferWords} in English. */
export const taskOfferWordsEn: Translation<typeof taskOfferWords> = {
  offered: 'A task was received',
  version: (asked, here) =>
    `The task was issued for version ${asked} of the scheme, version ${here} is installed. You can fill in; the unit checks by its own version.`,
  use: 'Use it for',
  fresh: 'a new record',
  existing: (name) => `the record “${name}”`,
  moved: (name) => `the record “${name}”, which goes over to this task`,
  followed: (issued) =>
    `It now follows the task issued ${issued}; what is filled in, its history and the count of submissions stay`,
  overwrites: (before) => `The unit changes from “${before}” to the name in the task`,
  overwritesDivision: (before) => `Its place changes from “${before}” to the one in the task`,
  deadlineMoves: (before, after) => `The deadline changes from “${before}” to “${after}”`,
  noDeadline: 'none given',
  issuedEarlier:
    'Careful: this task was issued before the one it follows now. Ask the unit which of them to fill in by',
  otherSigner:
    'Careful: this task is signed with another key than the one it follows now. Compare the fingerprint with the unit first',
  locked:
    'Locked records are not listed here. To use the task for one of them, open it with its passphrase under “My records”, then come back.',
  accept: 'Compared: fill in by this task',
  dismiss: 'Do not use this task',
}
