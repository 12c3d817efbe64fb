import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromVisibleText, visibleText } from '#core/characters/visible-text.ts'

describe('what cannot be seen', () => {
  test.each([
    ['turned around by a bidi character', 'a\u202Egpj.exe', 'a‹U+202E›gpj.exe'],
    ['without shape', '韦\u200B莉', '韦‹U+200B›莉'],
    ['a control of the terminal', '\u001B[2J', '‹U+001B›[2J'],
    ['a line break', 'one\ntwo', 'one‹U+000A›two'],
    ['half a character', '\uD842', '‹U+D842›'],
    ['plain', '韦晓𬱖·阿卜杜拉 <b>&', '韦晓𬱖·阿卜杜拉 <b>&'],
  ])('%s', (_, text, shown) => {
    expect(visibleText(text)).toBe(shown)
    expect(fromVisibleText(shown)).toBe(text)
  })

  test('is read back, whatever the text was', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(
            fc.string({ unit: 'binary', maxLength: 1 }),
            fc.constantFrom('‹', 'U', '+', '›', '0', '4', '\u202E'),
          ),
        }),
        (text) => {
          expect(fromVisibleText(visibleText(text))).toBe(text)
          expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u)
        },
      ),
    )
  })
})
