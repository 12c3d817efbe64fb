import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinSignatures, signaturesOf } from '#core/rules/functions/signatures.ts'

describe('signatures with gaps between them', () => {
  test.each([
    ['水利部 \r\n 中国水利学会', '水利部、中国水利学会'],
    ['南宁市科协（市人民政府授权）\u3000南宁市教育局', '南宁市科协（市人民政府授权）、南宁市教育局'],
    ['广西军区 自治区人民政府', '广西军区、自治区人民政府'],
    ['教育部 财政部 联合 颁发', '教育部、财政部 联合 颁发'],
  ])('%j are joined: %s', (text, joined) => {
    expect(joinSignatures(text)).toBe(joined)
  })

  test.each([
    '教 育 部',
    '南宁市 教育局',
    '教育部 办公厅',
    '中国 水利学会',
    '教育部, 财政部',
    'UNESCO 中国',
    ' 教育部 ',
  ])('are none in %j', (text) => {
    expect(joinSignatures(text)).toBe(text)
  })

  test('say the same once they are joined, and are not joined again', () => {
    const part = fc.constantFrom('教育部', '广西学会', '市', ' ', '\n', '、', '和', '联合', '（', '）', 'A')
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('')
        const joined = joinSignatures(text)
        expect(joinSignatures(joined)).toBe(joined)
        expect(signaturesOf(joined)).toEqual(signaturesOf(text))
      }),
    )
  })
})
