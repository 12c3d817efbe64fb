import { hash, verify } from '@node-rs/argon2'
import { onceUntilItFails } from '#core/errors/once-until-it-fails.ts'

// OWASP's floor for argon2id; about 20 ms on an office PC. All of it is said, for no release of the library to lower it:
// its names for argon2id (2) and version 0x13 (1) are there for its own compiler alone.
const settings = { algorithm: 2, version: 1, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const

const normal = (password: string): string => password.normalize('NFC')

/** Hash of a password with its own salt. */
export const hashPassword = (password: string): Promise<string> => hash(normal(password), settings)

const dummy = onceUntilItFails(() => hashPassword('nobody has this password'))

/** Whether the password is the one; without a stored hash it takes as long to say no. */
export async function isPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const known = stored ?? (await dummy())
  return (await verify(known, normal(password))) && typeof stored === 'string'
}
