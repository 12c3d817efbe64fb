import * as fc from 'fast-check'
import { base64url } from 'jose'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { base64urlSchema } from '#core/signed/base64url.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

test('the same bytes have exactly one spelling', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 70 }), (bytes) => {
      const text = base64url.encode(bytes)
      const spellings = [...alphabet]
        .map((last) => `${text.slice(0, -1)}${last}`)
        .filter((spelling) => base64url.encode(base64url.decode(spelling)) === text || spelling === text)
      expect(spellings.filter((spelling) => v.is(base64urlSchema, spelling))).toEqual([text])
    }),
  )
})

test('nothing a decoder could not read is taken', () => {
  for (const text of ['', 'A', 'AAAAA', 'AA=', 'AA==', 'A+', 'A/', 'A A', 'AA\n']) {
    expect(v.is(base64urlSchema, text), JSON.stringify(text)).toBe(false)
  }
})
