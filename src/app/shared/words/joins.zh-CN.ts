import { speak } from '#core/words/translation.ts'

/** How what is said is put together: each language has marks of its own between its words. */
export const joins = speak('joins', {
  list: (names: readonly string[]) => names.join('、'),
  phrases: (parts: readonly string[]) => parts.join('，'),
  clauses: (parts: readonly string[]) => parts.join('；'),
  labelled: (label: string, text: string) => `${label}：${text}`,
  aside: (text: string, note: string) => `${text}（${note}）`,
  andMore: '……',
} as const)
