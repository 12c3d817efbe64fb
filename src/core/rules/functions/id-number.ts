import { isDate } from './dates.ts'
import type { RuleFunction } from './rule-function.ts'

// GB 11643-1999 §4.3: weights of digits 1–17 and the check characters for the remainders 0–10 (ISO 7064 MOD 11-2).
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const checkCharacters = '10X98765432'

const shape = /^\d{17}[\dX]$/
const oldShape = /^\d{15}$/

function checkCharacter(seventeenDigits: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(seventeenDigits[index]), 0)
  return checkCharacters.charAt(sum % 11)
}

/** Whether the text is written like an 18-digit citizen number; says nothing about the check digit. */
export function idShape(text: string): boolean {
  return shape.test(text)
}

/** Whether the text is written like a 15-digit number of the first generation of identity cards. */
export function idOldShape(text: string): boolean {
  return oldShape.test(text)
}

/** The 18-digit number that a 15-digit one became; '' when the text is none. */
export function id18(text: string): string {
  if (!oldShape.test(text)) return ''
  // GB 11643-1999 §4.2: the year of birth got its century, which is 19 for everyone with an old number.
  const digits = `${text.slice(0, 6)}19${text.slice(6)}`
  return digits + checkCharacter(digits)
}

/** Whether the last character follows from the first seventeen. */
export function idCheckDigitOk(text: string): boolean {
  return shape.test(text) && checkCharacter(text.slice(0, 17)) === text[17]
}

/** Date of birth in the number, '' when there is none or it is no day of the calendar. */
export function idBirthDate(text: string): string {
  if (!shape.test(text)) return ''
  const date = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`
  return isDate(date) ? date : ''
}

/** Sex in the number as a code of GB/T 2261.1: digit 17 is odd for men (GB 11643-1999 §4.2.3). */
export function idGender(text: string): string {
  if (!shape.test(text)) return ''
  return Number(text[16]) % 2 === 1 ? '1' : '2'
}

/** Division code in the number. */
export function idRegion(text: string): string {
  return shape.test(text) ? text.slice(0, 6) : ''
}

/** Functions about citizen numbers. */
export const idNumberFunctions: readonly RuleFunction[] = [
  {
    name: 'idShape',
    signature: 'idShape(string): bool',
    about: '写法是否为 18 位身份证号（17 位数字加数字或 X）。',
    bind: () => idShape,
  },
  {
    name: 'idOldShape',
    signature: 'idOldShape(string): bool',
    about: '写法是否为 15 位旧身份证号。',
    bind: () => idOldShape,
  },
  {
    name: 'id18',
    signature: 'id18(string): string',
    about: '15 位旧号换算成的 18 位号；不是旧号时为空。',
    bind: () => id18,
  },
  {
    name: 'idCheckDigitOk',
    signature: 'idCheckDigitOk(string): bool',
    about: '18 位号的校验码是否正确（GB 11643-1999）。',
    bind: () => idCheckDigitOk,
  },
  {
    name: 'idBirthDate',
    signature: 'idBirthDate(string): string',
    about: '18 位号中的出生日期；不是真实日期时为空。',
    bind: () => idBirthDate,
  },
  {
    name: 'idGender',
    signature: 'idGender(string): string',
    about: '18 位号中的性别代码，1 男 2 女。',
    bind: () => idGender,
  },
  {
    name: 'idRegion',
    signature: 'idRegion(string): string',
    about: '18 位号的前 6 位（行政区划代码）。',
    bind: () => idRegion,
  },
]
