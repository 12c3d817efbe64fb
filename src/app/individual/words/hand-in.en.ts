import type { Translation } from '#core/words/translation.ts'
import type { handInWords } from './hand-in.zh-CN.ts'

/** {@link handInWords} in English. */
export const handInWordsEn: Translation<typeof handInWords> = {
  title: 'Generate submission',
  back: 'Back to the form',
  ready: 'Ready to hand in',
  notReady: 'Not ready yet',
  open: 'Open',
  receiver: 'Handed in to',
  receiverNote: 'Hand the file to the person who collects for your unit.',
  noReceiver: 'The unit is not filled in yet.',
  warnings: 'Warnings and reasons',
  noWarnings: 'No warning needs a reason.',
  reason: 'Reason',
  retiredQuestion: 'Have the formalities of retirement been completed?',
  retiredNo: 'No',
  retiredYes: 'Yes, retired',
  summary: 'What is handed in',
  givenUp: 'The submission will be without it; the draft keeps it.',
  generate: 'Generate submission',
  generating: 'Signing and verifying…',
  doneTitle: 'The submission file was generated',
  readBack: 'Read back and verified: signature and content are right.',
  fileName: 'File name',
  digest: 'Check code',
  revision: (revision) => `Submission ${revision}`,
  download: 'Save the file',
  print: 'Print this submission (with its check code)',
  downloadAgain: 'Save it again',
  saved: (fileName) => `Handed to the browser to save: ${fileName}`,
  next: 'What comes next',
  firstStep: {
    byHand:
      'The browser has saved the file, most likely in the folder Downloads. Copy it to a USB stick and hand it to the person who collects for your unit.',
    byServer:
      'The file goes to the server of your unit by itself; it need not be copied. See under “Delivery” whether it arrived; only if it cannot be sent, copy it to a USB stick and hand it to your unit.',
  },
  laterSteps: [
    'Do not change or rename it; a double click to look at it harms nothing.',
    'If something must be corrected later, correct it here and generate again; the unit receives the new one.',
  ],
  qrLabel: (digest) => `QR code of the check code ${digest}`,
  history: 'Submissions',
  historyEmpty: 'No submission file has been generated yet.',
}
