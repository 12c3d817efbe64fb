import * as v from 'valibot'
import type { AppError, StaffEntry } from '../errors/error-code.ts'
import { fail } from '../errors/result.ts'
import { secretCode } from './sign-in-options.ts'
import { loginName, newPassword, staffName } from './staff-session.ts'

// The very schemas by which the server takes them.
const schemas = { code: secretCode, displayName: staffName, loginName, password: newPassword } as const
const entries = ['code', 'displayName', 'loginName', 'password'] as const

/** A code as it is sent, of a code or a whole link that was typed or pasted. */
export function codeIn(typed: string): string {
  const [, behind] = /#\s*(\S*)/.exec(typed) ?? []
  return behind ?? typed.trim()
}

/** A name as it is sent: one spelling of it, nothing around it. */
export const nameIn = (typed: string): string => typed.normalize('NFC').trim()

/** The first of what somebody typed about themselves that the server would not take, to be told by its name. */
export function wrongEntry(typed: { readonly [E in StaffEntry]?: string }): AppError | undefined {
  const wrong = entries.find((entry) => typed[entry] !== undefined && !v.is(schemas[entry], typed[entry]))
  return wrong && fail('STAFF_ENTRY_BAD', { entry: wrong }).error
}
