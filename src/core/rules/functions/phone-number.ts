import type { RuleFunction } from './rule-function.ts'
import { halfWidth, removeSpaces } from './text.ts'

const mobile = /^1[3-9]\d{9}$/
const landline = /^(?:0\d{2,3}-?)?\d{7,8}(?:-\d{1,6})?$/
const isNumber = (text: string): boolean => mobile.test(text) || landline.test(text)

const dashes = /[-‐‑‒–—―−─ー_~]+/gu
const extension = /-?(?:转|分机号?|ext\.?|[#*x])[:：-]?(?=\d{1,6}$)/iu
const withArea = /^0\d{2,3}-?\d{7,8}(?:-\d{1,6})?$/
const country = /^(?:\(?(?:\+|00)86\)?-?|86-|86(?=1[3-9]\d{9}$))(?:\(0\))?/

/** Groups of digits joined, but for what stands behind an area code and before an extension. */
function joined(text: string): string {
  if (isNumber(text)) return text
  const together = text.replaceAll('-', '')
  const [area = '', ...groups] = text.split('-')
  return /^0\d{2,3}$/.test(area) ? `${area}-${groups.join('')}` : together
}

/** What stands behind the code of the country, where the 0 of the area code is left out. */
function asAtHome(text: string): string {
  const number = joined(text)
  if (mobile.test(number)) return number
  const dialled = joined(text.startsWith('0') ? text : `0${text}`)
  return withArea.test(dialled) ? dialled : ''
}

/**
 * A telephone number as address books and letter heads write it, made the way the form wants it: no country code, the
 * area code before a dash and not in brackets, no dashes within the number. What is no such number stays as it was.
 */
export function phoneNumber(text: string): string {
  if (isNumber(text)) return text
  const plain = halfWidth(removeSpaces(text)).replace(dashes, '-').replace(extension, '-')
  const national = plain.replace(country, '')
  const open = national.replace(/^\((\d{2,4})\)-?/, '$1-')
  const number = national === plain ? joined(open) : asAtHome(open)
  return isNumber(number) ? number : text
}

/** Rules about telephone numbers. */
export const phoneNumberFunctions: readonly RuleFunction[] = [
  {
    name: 'phoneNumber',
    signature: 'phoneNumber(string): string',
    about: '电话号码改为“区号-号码-分机”或 11 位手机号的写法；不是电话号码的不动。',
    bind: () => phoneNumber,
  },
]
