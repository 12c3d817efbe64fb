/** SHA-256 of the bytes in lower-case hex. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The digest as people compare it: the first 16 hex digits in groups of four. */
export function formatDigest(digestHex: string): string {
  return (digestHex.slice(0, 16).match(/.{4}/g) ?? []).join('-')
}
