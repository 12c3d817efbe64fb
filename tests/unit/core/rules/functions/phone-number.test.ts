import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { phoneNumber } from '#core/rules/functions/phone-number.ts'

describe('a telephone number', () => {
  test.each([
    ['(0771)5881234', '0771-5881234'],
    ['（０７７１）５８８１２３４', '0771-5881234'],
    ['（0771）588 1234', '0771-5881234'],
    ['0771—5881234', '0771-5881234'],
    ['0771－588－1234', '0771-5881234'],
    ['0771-588-1234', '0771-5881234'],
    ['5881234转12', '5881234-12'],
    ['0086-771-5881234', '0771-5881234'],
    ['+86 771 5881234', '0771-5881234'],
    ['+86 (0)771-5881234', '0771-5881234'],
    ['(+86)0771-5881234', '0771-5881234'],
    ['86-771-5881234', '0771-5881234'],
    ['+86 10 6601 2345', '010-66012345'],
    ['0771-5881234转801', '0771-5881234-801'],
    ['(0771)5881234-801', '0771-5881234-801'],
    ['0771-5881234 ext. 801', '0771-5881234-801'],
    ['+86 13800138000', '13800138000'],
    ['0086-138 0013 8000', '13800138000'],
    ['86-13800138000', '13800138000'],
    ['8613800138000', '13800138000'],
    ['138-0013-8000', '13800138000'],
    ['1380013-8000', '13800138000'],
    ['1380013—8000', '13800138000'],
    ['1380-013-8000', '13800138000'],
  ])('is written as the form wants it: %s', (typed, wanted) => {
    expect(phoneNumber(typed)).toBe(wanted)
  })

  test.each([
    '0771-5555555',
    '0771-5555555-801',
    '07715555555',
    '5555555',
    '86123456',
    '13977123456',
    '0771-5881234、5881235',
    '0771-5881234/5881235',
    '（0771）',
    '55555',
    '+1 212 555 0100',
    '+86 5881234',
    '013800138000',
    // A number of a desk and its extension, numbers with digits missing, services, dates, from one number to another.
    '588-1234',
    '1380771转8000',
    '6688转801',
    '3812-801',
    '95588转12',
    '0771-588123~4',
    '0771-58812转34',
    '+861380013800',
    '+86-400-820-8820',
    '+86 800 810 1234',
    '400-820-8820',
    '2012-07-01',
    '1980-01-15',
    '0771-5881234~40',
    '8123~8124',
    '无',
    '',
  ])('that is right, or none, stays as it is: %s', (typed) => {
    expect(phoneNumber(typed)).toBe(typed)
  })

  test('does not change again, and loses no digit of the number', () => {
    const group = fc.constantFrom('138', '1380771', '0771', '588', '5881234', '8000', '801', '86', '0', '1')
    const mark = fc.constantFrom('', '-', '—', '转', '+', '(', ')', ' ', '~', '#', '+86', '0086')
    const typed = fc.array(fc.tuple(mark, group), { maxLength: 4 }).map((parts) => parts.flat().join(''))
    fc.assert(
      fc.property(typed, (text) => {
        const number = phoneNumber(text)
        expect(phoneNumber(number)).toBe(number)
        expect(text.replace(/\D/g, '').endsWith(number.replace(/\D/g, '').replace(/^0/, ''))).toBe(true)
      }),
    )
  })
})
