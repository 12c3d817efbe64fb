/** Words of a record that is shown, not filled in. */
export const recordWords = {
  notFilled: '未填',
  sheetEmpty: '此表留空。',
  row: (position: number) => `第 ${position} 条`,
} as const
