import type { Translation } from '#core/words/translation.ts'
import type { uiWords } from './words.zh-CN.ts'

/** {@link uiWords} in English. */
export const uiWordsEn: Translation<typeof uiWords> = {
  closeToast: 'Close this note',
  close: 'Close',
  insecure: {
    title: 'Nothing can be filled in at this address',
    why: (origin) =>
      `${origin} is an unencrypted http address. Browsers give signing, encryption and offline work to https addresses and to the own machine only; no submission could be generated here, so the app was not opened.`,
    safe: 'Use the https address your unit published, most likely:',
    here: 'If you sit at the computer that runs Caibao, open:',
    office:
      'If your unit gave you an http address only, tell whoever runs the server: it needs a certificate, or an https proxy before it (operations, section 2).',
    calm: 'What was filled in at other addresses is still there.',
  },
}
