import { createHash, randomBytes } from 'node:crypto'

const tokenBytes = 32
const codeBytes = 15

/** 256 random bits for a cookie. */
export const newToken = (): string => randomBytes(tokenBytes).toString('base64url')

// Crockford's alphabet: no I, L, O, U, so that a code survives the telephone.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 120 random bits in groups of four, to be read out or sent as a link. */
export function newCode(): string {
  let bits = 0n
  for (const byte of randomBytes(codeBytes)) bits = (bits << 8n) | BigInt(byte)
  const text = Array.from({ length: 24 }, (_, place) => alphabet[Number((bits >> BigInt(5 * place)) & 31n)]).join('')
  return text.replaceAll(/(.{4})(?=.)/g, '$1-')
}

/** A code as it was made, however it was typed. */
export function normalCode(typed: string): string {
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return text.replaceAll(/(.{4})(?=.)/g, '$1-')
}

/** What is stored of a secret that is random enough to need no salt. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')
