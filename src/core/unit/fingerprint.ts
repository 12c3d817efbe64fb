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

/** Whether what was heard on the telephone, written down in any spelling, is the whole fingerprint of this key. */
export function isFingerprintOf(heard: string, kid: string): boolean {
  const plain = heard
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '')
  return plain === formatFingerprint(kid).replaceAll('-', '')
}
