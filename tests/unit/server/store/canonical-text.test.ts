import canonicalize from 'canonicalize'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalText } from '#server/store/canonical-text.ts'

const text = fc.string({ unit: 'grapheme' })
const value = fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null))

test('facts are written in the canonical form, nested or not', () => {
  const facts = fc.dictionary(text, fc.oneof(value, fc.dictionary(text, value)))
  fc.assert(
    fc.property(facts, (given) => {
      expect(canonicalText(given)).toBe(canonicalize(given))
    }),
  )
})

test('a half of a surrogate pair has no canonical form', () => {
  expect(() => canonicalText({ name: '\ud800' })).toThrow(/surrogate/i)
})
