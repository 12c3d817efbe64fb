import canonicalize from 'canonicalize'

/** What a log entry and a receipt consist of. */
export type FlatFacts = Readonly<Record<string, unknown>>

const surrogate = /\p{Surrogate}/u

const isPlain = (value: unknown): boolean =>
  value === null || Number.isSafeInteger(value) || (typeof value === 'string' && !surrogate.test(value))

/**
 * RFC 8785 form. Where nothing is nested it is what `JSON.stringify` writes of the members in order (§3.2.2, §3.2.3),
 * which is several times faster than the general way.
 */
export function canonicalText(facts: FlatFacts): string {
  const entries = Object.entries(facts)
  if (!entries.every(([key, value]) => isPlain(key) && isPlain(value))) return canonicalize(facts) ?? ''
  return JSON.stringify(facts, Object.keys(facts).sort())
}
