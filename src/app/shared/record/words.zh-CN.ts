import { officialRow } from '#core/record/place-in.ts'
import { speak } from '#core/words/translation.ts'

/** Words of a record that is shown, not filled in. */
export const recordWords = speak('recordWords', {
  notFilled: '未填',
  sheetEmpty: '此表留空。',
  row: officialRow,
  wholeRow: '整条',
} as const)
