import canonicalize from 'canonicalize'

function hasSortedKeys(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(hasSortedKeys)
  let last = ''
  for (const [key, child] of Object.entries(value)) {
    if (key < last || !hasSortedKeys(child)) return false
    last = key
  }
  return true
}

/**
 * Whether the text is the RFC 8785 form of the value that was parsed from it. `JSON.stringify` writes that form wherever
 * the keys stand in order (RFC 8785 §3.2.2 is its own way of writing), which is many times faster than ordering them
 * again; only halves of surrogate pairs it lets pass.
 */
export function isCanonical(value: unknown, text: string): boolean {
  if (!text.includes('\\ud') && JSON.stringify(value) === text && hasSortedKeys(value)) return true
  try {
    return canonicalize(value) === text
  } catch {
    return false
  }
}
