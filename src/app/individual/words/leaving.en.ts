import type { Translation } from '#core/words/translation.ts'
import type { leavingWords } from './leaving.zh-CN.ts'

/** {@link leavingWords} in English. */
export const leavingWordsEn: Translation<typeof leavingWords> = {
  notSaved:
    'Something is not saved yet, so you are still on this page. First choose “Save to a file” or “Try again”; leave once more and what is not saved is gone.',
}
