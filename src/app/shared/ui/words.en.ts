import type { Translation } from '#core/words/translation.ts'
import type { uiWords } from './words.zh-CN.ts'

/** {@link uiWords} in English. */
export const uiWordsEn: Translation<typeof uiWords> = { closeToast: 'Close this note' }
