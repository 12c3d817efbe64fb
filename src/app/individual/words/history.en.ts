import type { Translation } from '#core/words/translation.ts'
import type { historyWords } from './history.zh-CN.ts'

/** {@link historyWords} in English. */
export const historyWordsEn: Translation<typeof historyWords> = {
  undo: 'Undo',
  redo: 'Redo',
  undone: (place) => `Undone: ${place}`,
  redone: (place) => `Done again: ${place}`,
  link: 'History',
}
