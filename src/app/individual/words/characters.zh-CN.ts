import { speak } from '#core/words/translation.ts'

/** Sentences of the search for rare characters. */
export const charactersWords = speak('charactersWords', {
  title: '找生僻字',
  lead: '输入拼音（di）、部件（由页）或码位（U+2CC56），点中就填到光标处。',
  query: '拼音、部件或码位',
  loading: '正在取生僻字表…',
  found: (count: number) => `${count} 个字`,
  shownFirst: (shown: number, all: number) => `列出前 ${shown} 个，共 ${all} 个。再加一个部件可以缩小范围。`,
  nothing: '没有找到。换一个部件，或向派出所问这个字的 Unicode 码位。',
} as const)
