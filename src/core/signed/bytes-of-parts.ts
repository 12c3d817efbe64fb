const utf8 = new TextEncoder()

/** A text in UTF-8, given in parts: joined with Chinese, digests of a hundred thousand people would take twice as long. */
export function bytesOfParts(parts: readonly string[]): Uint8Array<ArrayBuffer> {
  const encoded = parts.map((part) => utf8.encode(part))
  const bytes = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of encoded) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
