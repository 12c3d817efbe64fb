import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutText } from '#core/characters/cut-text.ts'

describe('a text that is cut', () => {
  test.each([
    ['退回单', 2, '退回'],
    ['退回单', 3, '退回单'],
    ['a𠮷b', 2, 'a'],
    ['a𠮷b', 3, 'a𠮷'],
    ['a\uD842b', 9, 'ab'],
    ['', 5, ''],
  ])('%j at %i is %j: no longer, and no half a character', (text, longest, cut) => {
    expect(cutText(text, longest)).toBe(cut)
  })

  test('is the beginning of the text, and loses no more than half a character needs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, most) => {
        const cut = cutText(text, most)
        expect(text.startsWith(cut)).toBe(true)
        expect(cut.length).toBeLessThanOrEqual(most)
        expect(cut).not.toMatch(/\p{Surrogate}/u)
        expect(cut.length).toBeGreaterThanOrEqual(Math.min(most, text.length) - 1)
      }),
    )
  })
})
