import { describe, expect, test } from 'vitest'
import { retirementMonth } from '#core/rules/functions/retirement.ts'

describe('statutory retirement', () => {
  test('comes at 60 and 55 for those born before the scale begins', () => {
    expect(retirementMonth('1', '1964-12-31')).toBe('2024-12')
    expect(retirementMonth('2', '1969-12-01')).toBe('2024-12')
  })

  test('follows the tables of the 2024 decision', () => {
    expect(retirementMonth('1', '1965-01-15')).toBe('2025-02')
    expect(retirementMonth('1', '1965-05-01')).toBe('2025-07')
    expect(retirementMonth('2', '1970-04-30')).toBe('2025-05')
    expect(retirementMonth('1', '1976-09-01')).toBe('2039-09')
    expect(retirementMonth('2', '1981-09-01')).toBe('2039-09')
    expect(retirementMonth('2', '1990-01-01')).toBe('2048-01')
  })

  test('is unknown without sex or birth', () => {
    expect([
      retirementMonth('', '1965-01-01'),
      retirementMonth('1', ''),
      retirementMonth('toString', '1965-01'),
    ]).toEqual(['', '', ''])
  })
})
