import type { RuleFunction } from './rule-function.ts'
import { halfWidth } from './text.ts'

const address = /^[\w.%+-]+@[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}$/i
const misspeltCom = /\.(?:con|cmo|cm|ocm|comn|com\.)$/i

/** Whether the text is an address that mail can be sent to, and not a well-known misspelling of one. */
export function isEmail(text: string): boolean {
  return address.test(text) && !text.includes('..') && !misspeltCom.test(text)
}

/** The address that was probably meant; '' when there is no good guess or nothing to repair. */
export function repairEmail(text: string): string {
  const repaired = halfWidth(text)
    .replace(/。/g, '.')
    .replace(/\s+/g, '')
    .replace(/,/g, '.')
    .replace(/\.{2,}/g, '.')
    .replace(misspeltCom, '.com')
    .replace(/\.$/, '')
  return repaired !== text && isEmail(repaired) ? repaired : ''
}

/** Functions about mail addresses. */
export const emailFunctions: readonly RuleFunction[] = [
  {
    name: 'isEmail',
    signature: 'isEmail(string): bool',
    about: '是否为正确的电子邮箱（“.con”等常见笔误也算不正确）。',
    bind: () => isEmail,
  },
  {
    name: 'repairEmail',
    signature: 'repairEmail(string): string',
    about: '改正常见笔误后的电子邮箱；改不出时为空。',
    bind: () => repairEmail,
  },
]
