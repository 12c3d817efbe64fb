import type { RuleFunction } from './rule-function.ts'

/** Spaces as people get them, for a class: space, tab, NBSP, the typographic spaces and U+3000. */
export const space = ' \\t\\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000'
/** What ends a line, for a class. */
export const lineBreak = '\\n\\v\\f\\r\\u0085\\u2028\\u2029'
/**
 * Characters without width, for a class: nobody sees them, but they make two equal values differ. Controls are among
 * them, but for tabs and breaks, and the marks of direction, which turn on paper what follows.
 */
export const invisible =
  '\\u0000-\\u0008\\u000E-\\u001F\\u007F-\\u0084\\u0086-\\u009F\\u00AD\\u061C\\u200B-\\u200F\\u202A-\\u202E\\u2060\\u2066-\\u2069\\uFEFF'

const invisibles = new RegExp(`[${invisible}]`, 'g')
const spaces = new RegExp(`[${space}]+`, 'g')
const noGap = new RegExp(`[^${space}${lineBreak}]`)
const gaps = new RegExp(`[${space}${lineBreak}]+`, 'g')
const aBreak = new RegExp(`[${lineBreak}]`)

// Chinese is written without spaces: Han, and the marks of CJK and of full width. An end of the text needs none either.
const chinese = '[\\p{Script=Han}\\u3000-\\u303F\\uFF01-\\uFF0F\\uFF1A-\\uFF20\\uFF3B-\\uFF40\\uFF5B-\\uFF65]'
const endsChinese = new RegExp(`(?:^|${chinese})$`, 'u')
const startsChinese = new RegExp(`^(?:$|${chinese})`, 'u')

/**
 * Replaces each gap by nothing beside Chinese, and by one space in any other writing. A pattern takes a whole run and
 * `holds` says whether it is meant: looked for from each of its spaces, what a long run lacks takes the square of it.
 */
function closeGaps(text: string, pattern: RegExp, holds = (_gap: string): boolean => true): string {
  return text.replace(pattern, (gap: string, index: number) => {
    if (!holds(gap)) return gap
    const end = index + gap.length
    // Two units: the character may lie beyond U+FFFF.
    const before = text.slice(Math.max(0, index - 2), index)
    return endsChinese.test(before) || startsChinese.test(text.slice(end, end + 2)) ? '' : ' '
  })
}

/** Length in characters as a person counts them (code points). */
export function chars(text: string): number {
  return Array.from(text).length
}

/** The first characters of a text. */
export function first(text: string, count: number): string {
  return Array.from(text).slice(0, Math.max(0, count)).join('')
}

/** The text with every run of spaces made one space. */
export function collapse(text: string): string {
  return text.replace(spaces, ' ')
}

/** The text without spaces and line breaks at its ends and without invisible characters anywhere. */
export function trimSpaces(text: string): string {
  const visible = text.replace(invisibles, '')
  const start = visible.search(noGap)
  let end = visible.length
  // Backwards, one by one: a pattern for the end looks on from each space of every run, and takes the square of it.
  while (end > start && !noGap.test(visible.charAt(end - 1))) end -= 1
  return start < 0 ? '' : visible.slice(start, end)
}

/** The text without tabs, which close as breaks do, and without what nobody sees. */
export function removeHidden(text: string): string {
  return closeGaps(text.replace(invisibles, ''), spaces, (gap) => gap.includes('\t'))
}

/** The text on one line. */
export function removeBreaks(text: string): string {
  return closeGaps(text, gaps, (gap) => aBreak.test(gap))
}

/** The text without inner spaces, but for one between words of a language that has them. */
export function removeInnerSpaces(text: string): string {
  return closeGaps(text, spaces)
}

/** The text without any space. */
export function removeSpaces(text: string): string {
  return text.replace(spaces, '')
}

/** Full-width forms (U+FF01–FF5E) made ASCII. */
export function halfWidth(text: string): string {
  return text.replace(/[！-～]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
}

/** Letters made capitals. */
export function upper(text: string): string {
  return text.toUpperCase()
}

const dotBetweenHan = /(?<=\p{Script=Han})[.。、●᛫﹒ㆍ▪\-－–—](?=\p{Script=Han})/gu

/**
 * The dots people type between the parts of a name made U+00B7, which identity cards use. What is a full stop, a comma or
 * a hyphen elsewhere is one of them between two Chinese characters.
 */
export function middleDot(text: string): string {
  return text.replace(/[•‧∙⋅・･．]/g, '·').replace(dotBetweenHan, '·')
}

/** Brackets made full-width. */
export function fullBrackets(text: string): string {
  return text.replace(/\(/g, '（').replace(/\)/g, '）')
}

/** Whether a character stands where every font may draw what it likes (private use areas). */
export function hasPrivateUse(text: string): boolean {
  return /\p{Co}/u.test(text)
}

/** Whether the text has Latin letters and no letter of another script. */
export function isLatin(text: string): boolean {
  return /\p{Script=Latin}/u.test(text) && !/[^\p{Script=Latin}\P{L}]/u.test(text)
}

/** The digits of the text. */
export function digits(text: string): string {
  return text.replace(/\D/g, '')
}

const textFunction = (name: string, about: string, run: (text: string) => string | boolean): RuleFunction => ({
  name,
  signature: `${name}(string): ${typeof run('') === 'boolean' ? 'bool' : 'string'}`,
  about,
  bind: () => run,
})

/** Functions about how a text is written. */
export const textFunctions: readonly RuleFunction[] = [
  { name: 'chars', signature: 'chars(string): int', about: '字数（一个生僻字也算一个字）。', bind: () => chars },
  { name: 'first', signature: 'first(string, int): string', about: '前若干个字。', bind: () => first },
  textFunction('collapse', '连续的空格合并为一个。', collapse),
  textFunction('trimSpaces', '去掉首尾的空格、回车和看不见的字符。', trimSpaces),
  textFunction('removeHidden', '去掉制表符（外文词之间改为一个空格）和看不见的字符。', removeHidden),
  textFunction('removeBreaks', '去掉回车换行，合为一行。', removeBreaks),
  textFunction('removeInnerSpaces', '去掉中文里的空格；外文词之间留一个。', removeInnerSpaces),
  textFunction('removeSpaces', '去掉所有空格。', removeSpaces),
  textFunction('halfWidth', '全角字母、数字、符号改为半角。', halfWidth),
  textFunction('upper', '小写字母改为大写。', upper),
  textFunction('middleDot', '各种圆点统一为姓名间隔号“·”。', middleDot),
  textFunction('fullBrackets', '括号统一为全角。', fullBrackets),
  textFunction('hasPrivateUse', '是否含有自造字（私用区字符）。', hasPrivateUse),
  textFunction('isLatin', '是否只有外文（拉丁）字母。', isLatin),
  textFunction('digits', '其中的数字。', digits),
]
