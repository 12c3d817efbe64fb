import { assert, constantFrom, date, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDateText } from '#core/record/parse-date.ts'

describe('parseDateText', () => {
  test.each([
    '199307',
    '1993.7',
    '1993-07',
    '1993年7月',
    '1993年7',
    '1993/7',
    ' 1993 - 7 ',
    '１９９３０７',
    '1993。7',
    '1993年07月',
  ])('takes %s as a month', (text) => {
    expect(parseDateText(text, 'month')).toEqual({ ok: true, value: '1993-07', shown: '1993年7月', isDayCut: false })
  })

  test.each(['19930705', '1993.7.5', '1993-07-05', '1993年7月5日', '1993/7/5'])('takes %s as a day', (text) => {
    expect(parseDateText(text, 'day')).toMatchObject({ value: '1993-07-05', shown: '1993年7月5日' })
  })

  test('leaves out a day that is not asked for, and says so', () => {
    expect(parseDateText('1993-07-05', 'month')).toMatchObject({ value: '1993-07', isDayCut: true })
  })

  test.each([
    ['93.7', 'shortYear'],
    ['1993-13', 'impossible'],
    ['1993-02-29', 'impossible'],
    ['19930631', 'impossible'],
    ['0993-07', 'impossible'],
    ['九三年', 'unreadable'],
    ['1993', 'unreadable'],
    ['1993--7', 'unreadable'],
  ])('refuses %s as %s', (text, problem) => {
    expect(parseDateText(text, 'month')).toEqual({ ok: false, problem })
  })

  test('asks for the day where the day counts', () => {
    expect(parseDateText('1993-07', 'day')).toEqual({ ok: false, problem: 'dayMissing' })
  })

  test('reads back what it wrote and what it showed, for any day', () => {
    const days = date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
    assert(
      property(days, (day) => {
        const value = day.toISOString().slice(0, 10)
        const parsed = parseDateText(value, 'day')
        expect(parsed).toMatchObject({ ok: true, value })
        expect(parseDateText(parsed.ok ? parsed.shown : '', 'day')).toEqual(parsed)
      }),
    )
  })

  test('never throws', () => {
    assert(
      property(string({ unit: 'binary' }), constantFrom('day' as const, 'month' as const), (text, precision) => {
        expect(typeof parseDateText(text, precision).ok).toBe('boolean')
      }),
    )
  })
})
