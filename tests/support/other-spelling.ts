const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The same bytes in base64url with other spare bits in the last character; undefined when it has none. */
export function otherSpelling(text: string): string | undefined {
  if (text.length % 4 === 0) return undefined
  const last = alphabet.indexOf(text.at(-1) ?? '')
  return `${text.slice(0, -1)}${alphabet[last ^ 1]}`
}
