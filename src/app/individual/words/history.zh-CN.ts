import { speak } from '#core/words/translation.ts'

/** Sentences of undoing, of earlier states of a record, and of starting from a submission. */
export const historyWords = speak('historyWords', {
  undo: '撤销',
  redo: '重做',
  undone: (place: string) => `已撤销：${place}`,
  redone: (place: string) => `已重做：${place}`,
  link: '历史',
} as const)
