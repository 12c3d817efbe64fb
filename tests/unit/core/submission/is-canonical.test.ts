import canonicalize from 'canonicalize'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCanonical } from '#core/submission/is-canonical.ts'

const isCanonicalText = (text: string): boolean => isCanonical(JSON.parse(text), text)

describe('the canonical form of a payload', () => {
  test('is told as RFC 8785 has it, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const written = JSON.stringify(value)
        const read: unknown = JSON.parse(written)
        expect(isCanonical(read, written)).toBe(canonicalize(read) === written)
        expect(isCanonicalText(canonicalize(read) ?? '')).toBe(true)
      }),
    )
  })

  test.each([
    ['keys out of order', '{"b":1,"a":2}'],
    ['keys out of order further in', '[{"b":1,"a":2}]'],
    ['numbers as keys in the order of their values', '{"9":1,"10":2}'],
    ['a space', '{"a": 1}'],
    ['the same key twice', '{"a":1,"a":1}'],
    ['another spelling of a character', '{"a":"\\u0041"}'],
    ['another spelling of a number', '[1.0]'],
    ['half a surrogate pair', '["\\ud800"]'],
  ])('is not %s', (_, text) => {
    expect(isCanonicalText(text)).toBe(false)
  })

  test('keeps numbers as keys in the order of their characters', () => {
    expect(isCanonicalText('{"10":2,"9":1}')).toBe(true)
  })
})
