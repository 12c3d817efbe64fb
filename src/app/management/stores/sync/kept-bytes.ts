/** Bytes as a sealed row can hold them. */
export function bytesToText(bytes: Uint8Array<ArrayBuffer>): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCodePoint(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}

/** The bytes again. */
export const textToBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (char) => char.codePointAt(0) ?? 0)
