import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addMonths,
  addYears,
  isDate,
  isMonth,
  month,
  monthsBetween,
  year,
  yearsOn,
} from '#core/rules/functions/dates.ts'

const months = fc
  .tuple(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 1, max: 12 }))
  .map(([y, m]) => `${y}-${String(m).padStart(2, '0')}`)

describe('calendar dates', () => {
  test('knows leap years', () => {
    expect(['2000-02-29', '2012-02-29', '1900-02-29', '2011-02-29'].map(isDate)).toEqual([true, true, false, false])
  })

  test('tells days, months and years apart', () => {
    expect(['2012-06-01', '2012-06', '2012', '2012-13', '2012-04-31'].map(isDate)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
    expect(['2012-06-01', '2012-06', '2012', '2012-13'].map(isMonth)).toEqual([false, true, false, false])
    expect(['2012-06-01', '2012-06', '2012', '2012-13', ''].map(year)).toEqual([2012, 2012, 2012, 0, 0])
  })

  test('counts full years by the day', () => {
    expect(yearsOn('1980-06-02', '2012-06-01')).toBe(31)
    expect(yearsOn('1980-06-01', '2012-06-01')).toBe(32)
    expect(yearsOn('1980-06', '2012-06-01')).toBe(32)
  })

  test('keeps the precision and the end of the month', () => {
    expect(addYears('2012-02-29', 1)).toBe('2013-02-28')
    expect(addMonths('2012-10-31', 1)).toBe('2012-11-30')
    expect(addMonths('2012-01', -1)).toBe('2011-12')
    expect(month('2012-02-29')).toBe('2012-02')
  })

  test('has no answer beyond four-digit years', () => {
    expect([addYears('9999-01', 1), addYears('0001-01', -5), addMonths('2012-06', 0.5)]).toEqual(['', '', ''])
  })

  test('adds what it counts', () => {
    fc.assert(
      fc.property(months, months, (from, on) => {
        expect(addMonths(from, monthsBetween(from, on))).toBe(on)
      }),
    )
  })
})
