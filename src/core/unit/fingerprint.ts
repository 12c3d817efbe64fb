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

/** What was heard on the telephone, written down in any spelling, beside the fingerprint of a key. */
export interface ComparedFingerprint {
  /** All of it was heard, and it is the same. */
  readonly isSame: boolean
  /** Groups that were heard otherwise, counted from 1. */
  readonly differing: readonly number[]
  /** Groups still to be heard. */
  readonly missing: number
}

/** Compares what was heard with the fingerprint of this key, group by group. */
export function compareFingerprint(heard: string, kid: string): ComparedFingerprint {
  const groups = formatFingerprint(kid).split('-')
  const plain = heard
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '')
  const typed = plain.match(/.{1,4}/g) ?? []
  const differing = typed.flatMap((group, at) => (groups[at]?.startsWith(group) === true ? [] : [at + 1]))
  const whole = typed.filter(({ length }) => length === 4).length
  return { isSame: plain === groups.join(''), differing, missing: Math.max(0, groups.length - whole) }
}
