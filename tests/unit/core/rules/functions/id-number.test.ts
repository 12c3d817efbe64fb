import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  id18,
  idBirthDate,
  idCheckDigitOk,
  idGender,
  idOldShape,
  idRegion,
  idShape,
} from '#core/rules/functions/id-number.ts'

/** The example numbers of GB 11643-1999 annex A. */
const man = '11010519491231002X'
const woman = '440524188001010014'

const seventeenDigits = fc.stringMatching(/^45\d{4}19\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8])\d{3}$/)
const numbers = seventeenDigits.map(
  (digits) => digits + '0123456789X'.split('').find((c) => idCheckDigitOk(digits + c)),
)

describe('citizen number', () => {
  test('accepts the examples of the standard', () => {
    expect([man, woman].map(idCheckDigitOk)).toEqual([true, true])
  })

  test('refuses a lower-case check letter and any other shape', () => {
    expect(['11010519491231002x', '1101051949123100', '', '１１０１０５１９４９１２３１００２Ｘ'].map(idShape)).toEqual(
      [false, false, false, false],
    )
  })

  test('finds every change of one digit', () => {
    fc.assert(
      fc.property(numbers, fc.nat(16), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const other = String((Number(number.charAt(at)) + by) % 10)
        expect(idCheckDigitOk(number.slice(0, at) + other + number.slice(at + 1))).toBe(false)
      }),
    )
  })

  test('reads birth date, sex and region', () => {
    expect([idBirthDate(man), idGender(man), idRegion(man)]).toEqual(['1949-12-31', '2', '110105'])
    expect(idGender(woman)).toBe('1')
  })

  test('has no birth date when the day does not exist', () => {
    expect(idBirthDate('450103198102291234')).toBe('')
  })

  test('turns a number of 15 digits into one of 18', () => {
    expect(idOldShape('110105491231002')).toBe(true)
    expect(id18('110105491231002')).toBe(man)
    expect(id18(man)).toBe('')
  })

  test('makes right numbers of all old ones', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{15}$/), (old) => {
        expect(idCheckDigitOk(id18(old))).toBe(true)
      }),
    )
  })
})
