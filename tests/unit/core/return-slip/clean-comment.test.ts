import { array, assert, constantFrom, oneof, property, string } from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { cleanComment } from '#core/return-slip/clean-comment.ts'
import { returnSlipContentSchema } from '#core/return-slip/return-slip.ts'
import { aUnit } from '#tests/support/units.ts'

const slipSaying = (text: string) => ({
  id: '9b2d7f6e-1c7e-4e0b-8d9c-2f1a3b4c5d6e',
  submissionDigest: 'a'.repeat(64),
  recordId: '9b2d7f6e-1c7e-4e0b-8d9c-2f1a3b4c5d6f',
  revision: 1,
  comments: [{ path: 'basic.mobile', reason: 'differs', text }],
  unit: aUnit,
  returnedAt: '2026-11-24T03:00:00.000Z',
})

describe('the words of a return slip', () => {
  test.each([
    ['学校\t专业', '学校 专业'],
    ['请补\u200B交', '请补交'],
    ['👩\u200D🏫 老师', '👩🏫 老师'],
    ['一行\r\n两行', '一行\n两行'],
    [' 缺一页 ', '缺一页'],
    ['一行\u2028两行\u2029三行', '一行\n两行\n三行'],
    ['请补\uFFFE\u{1FFFF}交', '请补交'],
    ['姓名里有‹U+202E›', '姓名里有‹U+202E›'],
    ['𠮷'.repeat(251), '𠮷'.repeat(250)],
    ['a' + '𠮷'.repeat(251), 'a' + '𠮷'.repeat(249)],
  ])('%j are sent as %j', (typed, sent) => {
    expect(cleanComment(typed)).toBe(sent)
  })

  test.each(['\u202E', '\u200B', '\uFEFF', '\t', '\u0000', '\uE000'])(
    'carry no hidden %j, however it came there',
    (hidden) => {
      expect(v.is(returnSlipContentSchema, slipSaying(`请${hidden}补交`))).toBe(false)
    },
  )

  test('can be read by the person, whatever was pasted', () => {
    const piece = oneof(
      string({ unit: 'binary', maxLength: 20 }),
      constantFrom('\t', '\u200B', '\u202E', '\uFEFF', '\uD842', 'a\u0308', '\uE000', '\u0085', '字'.repeat(120)),
    )
    assert(
      property(array(piece, { maxLength: 12 }), (pieces) => {
        expect(v.is(returnSlipContentSchema, slipSaying(cleanComment(pieces.join(''))))).toBe(true)
      }),
    )
  })
})
