import type { Translation } from '#core/words/translation.ts'
import type { syncWords } from './sync.zh-CN.ts'

/** {@link syncWords} in English. */
export const syncWordsEn: Translation<typeof syncWords> = {
  title: 'Handing in over the network',
  offline: 'No network now. It is sent by itself when there is one; the file stays on this computer.',
  never: 'No server was contacted yet.',
  metAt: (when) => `The server was contacted at ${when}; all is well.`,
  now: 'Sync now',
  running: 'Syncing',
  standings: {
    received: 'The unit has it; not checked yet',
    inReview: 'The unit is checking it',
    returned: 'Returned by the unit',
    passed: 'Passed by the unit',
    reported: 'Reported upward by the unit',
    replaced: 'The unit has a later one, which counts',
    erased: 'Erased on the server at the person’s request',
  },
  unknownStanding: 'The unit’s server says something new; update the app to read it',
  standingAt: (when, standing) => `${when} ${standing}`,
  elsewhere: (origin) =>
    `A task names the server ${origin}, not the address this app came from: what the unit sends back or says there does not arrive here. Open Caibao at ${origin} to see it.`,
  otherKey:
    'This receipt was signed by another key than the server here has now: whether that server has the submission is not known. Keep the receipt and ask your unit; if it issued a new task, hand in again by that one.',
  saveReceipt: 'Save receipt',
  saveReceiptFor: (name) => `Save receipt: ${name}`,
  lostAt: (when) =>
    `The server was restored from an older backup and has lost this, delivered on ${when}; it is sent again by itself. The receipt of then is kept: it proves that it arrived in time.`,
  arrivedFirst: (when) =>
    `First delivered on ${when}; the server lost it once and it was sent again. Both receipts are kept.`,
  saveFirstReceipt: 'Save the first receipt',
  saveFirstReceiptFor: (name) => `Save the first receipt: ${name}`,
  firstReceiptFile: (name, revision) => `${name}_submission-${revision}_first.receipt`,
  receiptFile: (name, revision) => `${name}_submission-${revision}.receipt`,
  slipWaits: (what) =>
    `${what}: the unit sent a return slip, but its task is not on this computer, so it cannot be checked that the same unit signed it. It was not opened and stays on the server. Open and accept the unit’s task file or link once more, then press “Sync now”, and the slip is taken by itself; if you cannot find it, ask the unit for the task again, or for the slip as a file.`,
  log: 'Sync log',
  logEmpty: 'Nothing yet.',
  ofPerson: (name, revision) => `${name}, submission ${revision}`,
  events: {
    delivered: 'delivered, with the server’s signed receipt',
    retry: 'not delivered; tried again by itself',
    needsPerson: 'not delivered; needs you',
    quarantine: 'refused by the server; set aside',
    returned: 'a return slip of the unit arrived',
    slipLeft:
      'a return slip arrived that is not for a submission of this computer, or not of the unit of its task; not taken',
    slipWaits:
      'a return slip arrived whose task is not on this computer, so that its signer cannot be compared; not opened, it stays on the server',
    told: 'there is news from the unit',
    lost: 'The server was restored from an older backup and lost it; it is sent again, the receipt of before is kept',
  },
}
