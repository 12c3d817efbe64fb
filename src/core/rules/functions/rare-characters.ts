import type { RuleFunction } from './rule-function.ts'

/**
 * What the fonts of ordinary computers draw: Latin, punctuation, the 20 902 unified ideographs and Extension A.
 * GB 18030-2022 level 1 asks every product for these; level 2 adds 196 characters of the 通用规范汉字表 that lie
 * beyond U+FFFF, which older fonts still miss, so a name with one of them deserves a look at the print-out.
 */
const carried =
  /^[\u0020-\u007E\u00A0-\u024F\u2010-\u2027\u3000-\u303F\u3400-\u4DB5\u4E00-\u9FA5\uFE30-\uFE4F\uFF00-\uFF5E]$/u

/** The first character that some computers cannot draw; '' when all can. */
export function firstRare(text: string): string {
  return Array.from(text).find((character) => !carried.test(character)) ?? ''
}

/** Functions about characters that fonts may miss. */
export const rareCharacterFunctions: readonly RuleFunction[] = [
  {
    name: 'firstRare',
    signature: 'firstRare(string): string',
    about: '第一个部分电脑可能显示不出的字（GB 18030-2022 级别 1 常用字库之外）；没有时为空。',
    bind: () => firstRare,
  },
]
