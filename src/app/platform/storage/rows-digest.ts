/** A key that cannot be taken out has no text: its kind stands for it. */
function plain(_name: string, value: unknown): unknown {
  if (value instanceof CryptoKey) return { type: value.type, algorithm: value.algorithm, usages: value.usages }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** SHA-256 over rows whatever their order, in hex. */
export async function digestOfRows(rows: readonly object[]): Promise<string> {
  const texts = rows.map((row) => JSON.stringify(row, plain)).sort()
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(texts.join('\n')))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
