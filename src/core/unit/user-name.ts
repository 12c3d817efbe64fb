import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'

/** Longest name of a user: every step carries it. */
export const longestUserName = 60

const nameSchema = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(longestUserName),
  v.regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]*$/u),
)

/** The name of a new user in one spelling, or that it will not do: too long, or with something invisible in it. */
export function readUserName(typed: string): Result<string, AppError<'USER_NAME_BAD'>> {
  const name = v.safeParse(nameSchema, typed.normalize('NFC').trim())
  return name.success ? ok(name.output) : fail('USER_NAME_BAD', { longest: longestUserName })
}
