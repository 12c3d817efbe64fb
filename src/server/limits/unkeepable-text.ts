const isUnkeepable = (text: string): boolean => text.includes('\0') || /\p{Surrogate}/u.test(text)

/**
 * Whether there is text in it that not every database keeps (PostgreSQL takes no NUL) and no signature covers (half a
 * character has no bytes). Written out, such text is no JSON and no UTF-8; spelled with escapes it is both.
 */
export function hasUnkeepableText(value: unknown): boolean {
  if (typeof value === 'string') return isUnkeepable(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, child]) => isUnkeepable(key) || hasUnkeepableText(child))
}
