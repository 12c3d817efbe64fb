import { readFile } from 'node:fs/promises'

const isGone = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'

/** As editors write it: old ones in UTF-16, some with a mark before it. */
function textOf(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

/**
 * The port that is written in a file of a stick, as it stands there; undefined where there is none, or nothing is written
 * in it. Whole digits of a Chinese keyboard are digits; what is no port is left for whoever reads it to say so.
 */
export async function writtenPort(file: string): Promise<string | undefined> {
  try {
    return (
      textOf(await readFile(file))
        .normalize('NFKC')
        .trim() || undefined
    )
  } catch (cause) {
    if (isGone(cause)) return undefined
    throw cause
  }
}
