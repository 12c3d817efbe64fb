import { speak } from '#core/words/translation.ts'

/** A row of a sheet as it is named on paper, whatever the language of the screen. */
export const officialRow = (position: number): string => `第 ${position} 条`

/** Words of a record that is shown, not filled in. */
export const recordWords = speak('recordWords', {
  notFilled: '未填',
  sheetEmpty: '此表留空。',
  row: officialRow,
  wholeRow: '整条',
} as const)
