import type { Translation } from '#core/words/translation.ts'
import type { recordWords } from './words.zh-CN.ts'

/** {@link recordWords} in English. */
export const recordWordsEn: Translation<typeof recordWords> = {
  notFilled: 'not filled in',
  sheetEmpty: 'This sheet is empty.',
  row: (position) => `row ${position}`,
  wholeRow: 'the whole row',
}
