import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sortPeople } from '#core/review/people-view.ts'
import { orderOfNumbers, orderOfTexts } from '#core/review/text-order.ts'
import { aCaseRow } from '#tests/support/case-rows.ts'

const texts = fc.array(
  fc.oneof(
    fc.string({ unit: fc.constantFrom('4', '5', '0', 'X', ' ', '~'), maxLength: 20 }),
    fc.constantFrom('', '450102199001010011', '45010219900101001X', '450102199001010012', '1990-01-01'),
  ),
  { maxLength: 60 },
)

describe('the order of short texts', () => {
  test('is that of their characters, and those alike stay as they stand', () => {
    fc.assert(
      fc.property(texts, (all) => {
        const wanted = all
          .map((text, at) => ({ text, at }))
          .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.at - b.at))
        expect([...(orderOfTexts(all) ?? [])]).toEqual(wanted.map(({ at }) => at))
      }),
    )
  })

  test('is not told of longer ones, or of other characters', () => {
    expect(orderOfTexts(['韦'])).toBeUndefined()
    expect(orderOfTexts(['4'.repeat(21)])).toBeUndefined()
    expect([...(orderOfTexts([]) ?? [1])]).toEqual([])
  })

  test('puts people up and down as any other order does', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (all, isDescending) => {
        const people = all.map((idNumber, at) => aCaseRow({ caseId: String(at), idNumber }))
        // One name with other characters takes the slower way.
        const slow = sortPeople([...people, aCaseRow({ caseId: 'last', idNumber: '～' })], {
          by: 'idNumber',
          isDescending,
        })
        const fast = sortPeople(people, { by: 'idNumber', isDescending })
        expect(fast).toEqual(slow.filter(({ caseId }) => caseId !== 'last'))
      }),
    )
  })
})

describe('orderOfNumbers', () => {
  test('has each place once, in ascending order, those alike as they stand', () => {
    const numbers = fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.maxSafeNat()), { maxLength: 50 })
    fc.assert(
      fc.property(numbers, (given) => {
        const expected = given.map((number, at) => ({ number, at })).sort((a, b) => a.number - b.number || a.at - b.at)
        expect([...orderOfNumbers(Float64Array.from(given))]).toEqual(expected.map(({ at }) => at))
      }),
    )
  })
})
