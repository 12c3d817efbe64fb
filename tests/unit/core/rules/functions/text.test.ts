import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  chars,
  collapse,
  digits,
  first,
  fullBrackets,
  halfWidth,
  hasPrivateUse,
  isLatin,
  middleDot,
  removeBreaks,
  removeHidden,
  removeInnerSpaces,
  removeSpaces,
  trimSpaces,
  upper,
} from '#core/rules/functions/text.ts'
import { firstRare } from '#core/rules/functions/rare-characters.ts'

describe('text', () => {
  test('loses spaces and breaks at its ends and invisible characters anywhere', () => {
    expect(trimSpaces('\u3000\u00A0\t 南宁\u200B市\uFEFF \r\n')).toBe('南宁市')
    expect(trimSpaces(' University  of \u3000 Guangxi\u2028')).toBe('University  of \u3000 Guangxi')
    expect(trimSpaces('\u{20BB7} \u{20BB7}')).toBe('\u{20BB7} \u{20BB7}')
    expect(['', ' \u3000\n', '\u200B \uFEFF'].map(trimSpaces)).toEqual(['', '', ''])
  })

  test('loses tabs, controls and marks of direction', () => {
    expect(removeHidden('教学\t成果奖')).toBe('教学成果奖')
    expect(removeHidden('Best \t Paper\t')).toBe('Best Paper')
    expect(removeHidden('教学\u0000成\u202E果\u2066奖\u009F')).toBe('教学成果奖')
    expect(removeHidden('教学 成果\n奖')).toBe('教学 成果\n奖')
  })

  // Looking on from each space of a run takes far longer than a test may.
  test.each([
    ['trimSpaces', trimSpaces],
    ['removeHidden', removeHidden],
    ['removeBreaks', removeBreaks],
  ])('takes as long as it has spaces, and not the square of it: %s', (_, clean) => {
    const wide = `A${' '.repeat(300_000)}B`
    expect(clean(wide) === wide).toBe(true)
    expect(clean(`${wide}\t\n${wide}`).length).toBeLessThanOrEqual(wide.length * 2 + 2)
  })

  test('becomes one line', () => {
    expect(removeBreaks('南宁市\r\n第三中学')).toBe('南宁市第三中学')
    expect(removeBreaks('New\nYork')).toBe('New York')
    expect(removeBreaks('New \n \n York')).toBe('New York')
    expect(removeBreaks('New  York')).toBe('New  York')
  })

  test('loses the spaces beside Chinese only', () => {
    expect(removeInnerSpaces('广西 大学  University of\u3000 Guangxi 法 学院')).toBe(
      '广西大学University of Guangxi法学院',
    )
    expect(removeInnerSpaces('𠮷 A 。 B （ C')).toBe('𠮷A。B（C')
    expect(removeSpaces('A 2011 05\u3000')).toBe('A201105')
    expect(collapse('a \u3000 b')).toBe('a b')
  })

  test.each([
    'University of California, Berkeley',
    'St. Petersburg State University',
    'University of Leeds (UK)',
    'Московский государственный университет',
    '서울 대학교',
    'มหาวิทยาลัย เชียงใหม่',
  ])('keeps one space in a language that has them: %s', (name) => {
    expect(removeInnerSpaces(name.replaceAll(' ', ' \u00A0'))).toBe(name)
    expect(removeBreaks(name.replaceAll(' ', ' \n'))).toBe(name)
  })

  test('becomes half-width', () => {
    expect(halfWidth('４５０１０３ＡＢｃ＠．（）')).toBe('450103ABc@.()')
    expect(upper('x')).toBe('X')
  })

  test('has one kind of middle dot and bracket', () => {
    expect(middleDot('买买提•吐尔逊．艾‧力・')).toBe('买买提·吐尔逊·艾·力·')
    expect(['。', '.', '、', '●', '᛫', '．'].map((dot) => middleDot(`阿依努尔${dot}买买提${dot}艾`))).toEqual(
      Array.from({ length: 6 }, () => '阿依努尔·买买提·艾'),
    )
    expect(['-', '－', '–', '—', '﹒', 'ㆍ', '▪'].map((dot) => middleDot(`买买提${dot}艾力`))).toEqual(
      Array.from({ length: 7 }, () => '买买提·艾力'),
    )
    expect(['Jean-Paul', '-张三', '张三-'].map(middleDot)).toEqual(['Jean-Paul', '-张三', '张三-'])
    expect(['J. Smith', '艾力.', '艾力.J', '𠮷.艾'].map(middleDot)).toEqual(['J. Smith', '艾力.', '艾力.J', '𠮷·艾'])
    expect(fullBrackets('公司(南宁)')).toBe('公司（南宁）')
  })

  test('counts a character beyond U+FFFF as one', () => {
    expect(chars('𠮷田')).toBe(2)
    expect(first('𠮷田', 1)).toBe('𠮷')
    expect(digits('0771-555')).toBe('0771555')
  })

  test('finds what fonts may not carry', () => {
    expect(firstRare('覃䶮·买买提')).toBe('')
    expect(firstRare('黄𫟦')).toBe('𫟦')
    expect(firstRare('黄\uE863')).toBe('\uE863')
    expect([hasPrivateUse('黄\uE863'), hasPrivateUse('黄')]).toEqual([true, false])
  })

  test('is Latin without Chinese', () => {
    expect(['John Smith', 'José', '李 John', '123', ''].map(isLatin)).toEqual([true, true, false, false, false])
  })

  test.each([
    ['trimSpaces', trimSpaces],
    ['removeBreaks', removeBreaks],
    ['removeHidden', removeHidden],
    ['removeInnerSpaces', removeInnerSpaces],
    ['halfWidth', halfWidth],
    ['middleDot', middleDot],
    ['fullBrackets', fullBrackets],
    ['upper', upper],
  ])('does not change again: %s', (_, clean) => {
    const messy = fc.string({
      unit: fc.constantFrom(
        'a',
        '中',
        ' ',
        '\u3000',
        '\n',
        '\r',
        '\t',
        '\u200B',
        '\u202E',
        '-',
        '１',
        '•',
        '(',
        'ß',
        '.',
        '。',
        'я',
        '，',
      ),
    })
    fc.assert(
      fc.property(messy, (text) => {
        expect(clean(clean(text))).toBe(clean(text))
      }),
    )
  })
})
