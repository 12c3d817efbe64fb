import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeText, readJson } from '#core/record/read-json.ts'

const limits = { sizeBytes: 10_000, depth: 6 }
const codeOf = (text: string) => {
  const result = readJson(text, limits)
  return result.ok ? 'ok' : result.error.code
}

describe('reading JSON from outside', () => {
  test('gives what JSON.parse gives for harmless text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value)
        fc.pre(!/\p{Surrogate}/u.test(text) && !/__proto__|constructor|prototype/.test(text))
        const result = readJson(text, limits)
        expect(result.ok && result.value).toEqual(JSON.parse(text))
      }),
    )
  })

  test('counts depth outside strings only', () => {
    expect(codeOf('"[[[[[[[[[[[["')).toBe('ok')
    expect(codeOf('"\\"[[[[[[[[[[[["')).toBe('ok')
    expect(codeOf('"\\\\\\"[[[[[[[[[[[["')).toBe('ok')
    expect(codeOf('["\\\\",[[[[[[1]]]]]]]')).toBe('FILE_TOO_DEEP')
    expect(codeOf('"[[[[[[[[[[[[')).toBe('FILE_NOT_JSON')
    expect(codeOf('[[[[[[1]]]]]]')).toBe('ok')
    expect(codeOf('[[[[[[[1]]]]]]]')).toBe('FILE_TOO_DEEP')
  })

  test.each(['{"a":{"__proto__":1}}', '[{"constructor":1}]', '{"prototype":{}}', '{"\\u005f_proto__":1}'])(
    'refuses %s',
    (text) => {
      expect(codeOf(text)).toBe('FILE_KEY_FORBIDDEN')
    },
  )

  test('refuses text that is not well-formed Unicode', () => {
    expect(codeOf('"\ud800"')).toBe('FILE_NOT_TEXT')
    expect(decodeText(new Uint8Array([0xff, 0xfe, 0x00]), limits).ok).toBe(false)
  })

  test('skips a byte order mark', () => {
    expect(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, 0x31]), limits)).toEqual({ ok: true, value: '1' })
  })
})
