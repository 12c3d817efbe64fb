import { onceUntilItFails } from '#core/errors/once-until-it-fails.ts'
import { argon2 } from './argon2.ts'

const normal = (password: string): string => password.normalize('NFC')

/** Hash of a password with its own salt. */
export const hashPassword = (password: string): Promise<string> => argon2.hash(normal(password))

const dummy = onceUntilItFails(() => hashPassword('nobody has this password'))

/** Whether the password is the one; without a stored hash it takes as long to say no. */
export async function isPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const known = stored ?? (await dummy())
  return (await argon2.verify(known, normal(password))) && typeof stored === 'string'
}
