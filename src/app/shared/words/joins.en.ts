import type { Translation } from '#core/words/translation.ts'
import type { joins } from './joins.zh-CN.ts'

/** {@link joins} in English. */
export const joinsEn: Translation<typeof joins> = {
  list: (names) => names.join(', '),
  phrases: (parts) => parts.join(', '),
  clauses: (parts) => parts.join('; '),
  labelled: (label, text) => `${label}: ${text}`,
  aside: (text, note) => `${text} (${note})`,
  andMore: '…',
}
