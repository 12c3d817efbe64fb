import { describe, expect, test } from 'vitest'
import { base64Spellings } from '#tests/support/base64-spellings.ts'

const words = ['韦晓莉', '452526197904182627', 'B0612345', 'xiaoli.wei']

describe('how a word reads in base64url', () => {
  test.each(words)('%s is found wherever it begins, and whatever stands beside it', (word) => {
    for (const before of ['', '壮', 'a壮', 'z?a']) {
      for (const after of ['', '}', '","', 'ÿÿ']) {
        const text = Buffer.from(before + word + after).toString('base64url')
        expect(
          base64Spellings(word).some((spelling) => text.includes(spelling)),
          before + word + after,
        ).toBe(true)
      }
    }
  })

  test.each(words)('%s is not found by chance: no spelling of it is short', (word) => {
    for (const spelling of base64Spellings(word)) expect(spelling.length).toBeGreaterThanOrEqual(10)
  })
})
