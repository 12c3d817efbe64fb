import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { fail } from '#core/errors/result.ts'
import { readWireAnswer } from '#core/sync/wire-answer.ts'

const schema = v.strictObject({ isFine: v.boolean() })
const read = (status: number, body: unknown) =>
  readWireAnswer({ kind: 'answer', status, text: typeof body === 'string' ? body : JSON.stringify(body) }, schema)
const remedyOf = (status: number, body: unknown): string => {
  const answered = read(status, body)
  return answered.ok ? 'value' : answered.remedy
}
const everyStatus = Array.from({ length: 500 }, (_unused, index) => index + 100)

describe('an answer over the wire', () => {
  test('gives its value when it is a success of the right shape', () => {
    expect(read(200, { isFine: true })).toEqual({ ok: true, value: { isFine: true } })
    expect(read(201, { isFine: true })).toEqual({ ok: true, value: { isFine: true } })
  })

  test('is never a success with another shape, nor condemned by whoever stands in between', () => {
    const foreign = [
      '',
      '<!doctype html><title>登录</title>',
      '{',
      '[]',
      '{"isFine":1}',
      '{"error":"no"}',
      '{"code":"x"}',
    ]
    for (const status of everyStatus) for (const body of foreign) expect(remedyOf(status, body)).toBe('retry')
    expect(remedyOf(0, '')).toBe('retry')
  })

  test('is tried again after every kind of silence', () => {
    for (const why of ['offline', 'timeout', 'cut', 'tooLarge'] as const) {
      expect(readWireAnswer({ kind: 'failed', why }, schema)).toEqual({
        ok: false,
        remedy: 'retry',
        error: fail('DELIVERY_NO_CONNECTION', { why }).error,
      })
    }
  })

  test('sets aside only what the server itself refuses for what it is', () => {
    const bad = { code: 'SUBMISSION_SIGNATURE_BAD', params: { position: 1 } }
    for (const status of [400, 409, 413, 415, 422]) expect(remedyOf(status, bad)).toBe('quarantine')
    for (const status of [408, 425, 429, 500, 502, 503, 504, 599]) expect(remedyOf(status, bad)).toBe('retry')
  })

  test('is for the person when the way is closed, and for the next attempt when only time was wrong', () => {
    expect(remedyOf(401, { code: 'SERVER_TOKEN_BAD', params: { why: 'revoked' } })).toBe('needsPerson')
    expect(remedyOf(403, { code: 'SERVER_FORBIDDEN', params: {} })).toBe('needsPerson')
    expect(remedyOf(404, { code: 'SERVER_ADDRESS_UNKNOWN', params: {} })).toBe('needsPerson')
    expect(remedyOf(401, { code: 'DEVICE_CLOCK_OFF', params: { serverTime: 1 } })).toBe('retry')
    expect(remedyOf(429, { code: 'SERVER_BUSY', params: { retryAfterSeconds: 5 } })).toBe('retry')
  })

  test('tells a reason of a later version by its name', () => {
    expect(read(422, { code: 'FROM_THE_FUTURE', params: {} })).toEqual({
      ok: false,
      remedy: 'quarantine',
      error: fail('SERVER_ANSWER_UNKNOWN', { code: 'FROM_THE_FUTURE', status: 422 }).error,
    })
  })

  test('passes on when to come again', () => {
    const answer = { kind: 'answer', status: 503, text: '', retryAfterSeconds: 120 } as const
    expect(readWireAnswer(answer, schema)).toMatchObject({ remedy: 'retry', retryAfterSeconds: 120 })
  })
})
