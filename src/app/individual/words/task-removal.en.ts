import type { Translation } from '#core/words/translation.ts'
import type { taskRemovalWords } from './task-removal.zh-CN.ts'

/** {@link taskRemovalWords} in English. */
export const taskRemovalWordsEn: Translation<typeof taskRemovalWords> = {
  remove: 'Remove',
  removeFor: (unit) => `Remove the task: ${unit}`,
  kept: {
    sent: 'A submission was made by it: it is needed to send that and to accept what is returned, so it stays',
    locked:
      'A locked record may follow it. To remove it, open those in “My records” with their passphrase first, then come back',
  },
}
