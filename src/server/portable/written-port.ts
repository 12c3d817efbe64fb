import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined)

/** As editors write it: old ones in UTF-16, some with a mark before it. */
function textOf(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

/**
 * The port that is written in a file of a stick, as it stands there; undefined where there is none, or nothing is written
 * in it; a file that cannot be read is refused. Whole digits of a Chinese keyboard are digits; what is no port is left for
 * whoever reads it to say so.
 */
export async function writtenPort(file: string): Promise<string | undefined> {
  try {
    return (
      textOf(await readFile(file))
        .normalize('NFKC')
        .trim() || undefined
    )
  } catch (cause) {
    const code = codeOf(cause)
    if (code === 'ENOENT') return undefined
    const why = code === 'EISDIR' ? '是文件夹，不是文件，请先把它改名' : '打不开'
    throw new RangeError(`PORT 读不出来：${basename(file)} ${why}（${String(code)}）。`, { cause })
  }
}
