import type { Translation } from '#core/words/translation.ts'
import type { arrivedFilesWords } from './arrived-files.zh-CN.ts'

/** {@link arrivedFilesWords} in English. */
export const arrivedFilesWordsEn: Translation<typeof arrivedFilesWords> = {
  notOpened: (names) =>
    `${names.map((name) => `“${name}”`).join(', ')} could not be opened. Check that it is still there and no other program holds it, then open it again. Nothing here was changed.`,
  droppedNothing:
    'No file came: it cannot be dragged out of a mail or chat program. Save the file to the computer first, then drop or open it here.',
}
