import { base64url } from 'jose'

const comparedBytes = 16

/**
 * A key's thumbprint (RFC 7638, base64url) as people compare it by eye or telephone: its first 128 bits in hex,
 * in groups of four. Shorter could be imitated by trying keys.
 */
export function formatFingerprint(kid: string): string {
  const bytes = base64url.decode(kid).subarray(0, comparedBytes)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return (hex.match(/.{4}/g) ?? []).join('-')
}
