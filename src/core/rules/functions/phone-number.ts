import type { RuleFunction } from './rule-function.ts'
import { halfWidth, removeSpaces } from './text.ts'

/** As the form wants it (B51, B52). */
const isNumber = (text: string): boolean =>
  /^1[3-9]\d{9}$/.test(text) || /^(?:0\d{2,3}-?)?\d{7,8}(?:-\d{1,6})?$/.test(text)

const dashes = /[-‐‑‒–—―−─ー]+/gu
const country = /^(?:\(?(?:\+|00)86\)?-?(?:\(0\))?|86-|86(?=1[3-9]\d{9}$))/
const mobile = /^(?:(1[3-9]\d)-?(\d{4})-?(\d{4})|(1[3-9]\d\d)-(\d{3})-(\d{4}))$/
const area = '(?:10|2\\d|[3-9]\\d\\d)'
const extension = '(?:-?(?:转|分机号?|ext\\.?|[#*x-])[:：-]?(\\d{1,6}))?'
// Only behind its area code is a number in two groups no number of a desk with an extension.
const landline = new RegExp(`^(?:\\((0${area})\\)-?|(0${area})-?)(\\d{7,8}|\\d{3,4}-\\d{4})${extension}$`, 'iu')
// None begins with 0 or 1: that is the beginning of a mobile.
const local = new RegExp(`^([2-9]\\d{6,7})${extension}$`, 'iu')

/** A whole mobile number in the groups that people write. */
const asMobile = (text: string): string => (mobile.test(text) ? text.replaceAll('-', '') : '')

function asLandline(text: string): string {
  const [, bracketed, plain, number = '', inside = ''] = landline.exec(text) ?? []
  const code = bracketed ?? plain
  if (code !== undefined) return [code, number.replace('-', ''), inside].filter((part) => part !== '').join('-')
  const [, alone = '', behind = ''] = local.exec(text) ?? []
  return behind === '' ? alone : `${alone}-${behind}`
}

/** What stands behind the code of the country, where the 0 of the area code is left out; a service number has none. */
function asAtHome(text: string): string {
  const isAreaFirst = /^\(?0/.test(text)
  if (!isAreaFirst && /^(?:1[3-9]|[48]00)/.test(text)) return asMobile(text)
  const whole = isAreaFirst ? text : text.replace(/^\(?/, (bracket) => `${bracket}0`)
  return landline.test(whole) ? asLandline(whole) : ''
}

/**
 * A telephone number as address books and letter heads write it, made the way the form wants it: no country code, the
 * area code before a dash and not in brackets, no dashes within the number. What is not plainly one such number stays as it
 * was: two of them, one with digits missing, a date, a number of a desk with its extension.
 */
export function phoneNumber(text: string): string {
  const plain = halfWidth(removeSpaces(text)).replace(dashes, '-')
  const whole = asMobile(plain)
  if (whole !== '' || isNumber(text)) return whole || text
  const national = plain.replace(country, '')
  const number = national === plain ? asLandline(plain) : asAtHome(national)
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
