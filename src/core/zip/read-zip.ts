import { fail, ok, type Result } from '#core/errors/result.ts'
import { crc32 } from './crc32.ts'
import { readZipDirectory } from './zip-directory.ts'
import { folderLimits, type ZipEntry, type ZipError, type ZipLimits } from './zip-entry.ts'

const localBytes = 30
const localSignature = 0x04_03_4b_50

/** Whether the bytes begin as those of a ZIP do (an empty one too). */
export async function isZip(file: Blob): Promise<boolean> {
  const [p, k, third, fourth] = new Uint8Array(await file.slice(0, 4).arrayBuffer())
  return p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6))
}

/** The packed bytes of an entry: behind its local header, whose lengths may differ from the directory's. */
async function packedBytes(file: Blob, { at, packedBytes: length }: ZipEntry): Promise<Blob | undefined> {
  const header = new DataView(await file.slice(at, at + localBytes).arrayBuffer())
  if (header.byteLength < localBytes || header.getUint32(0, true) !== localSignature) return undefined
  const from = at + localBytes + header.getUint16(26, true) + header.getUint16(28, true)
  return from + length <= file.size ? file.slice(from, from + length) : undefined
}

/** The unpacked bytes; undefined as soon as there are more than the directory says, or when they are other ones. */
async function unpack(packed: Blob, entry: ZipEntry): Promise<Blob | undefined> {
  const stream: ReadableStream<Uint8Array<ArrayBuffer>> = packed.stream()
  const unpacked = entry.method === 'deflated' ? stream.pipeThrough(new DecompressionStream('deflate-raw')) : stream
  const reader = unpacked.getReader()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let [length, sum] = [0, 0]
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.byteLength
      if (length > entry.sizeBytes) return undefined
      sum = crc32(next.value, sum)
      pieces.push(next.value)
    }
  } catch {
    return undefined
  } finally {
    await reader.cancel().catch(() => undefined)
  }
  return length === entry.sizeBytes && sum === entry.crc ? new Blob(pieces) : undefined
}

/** The files a ZIP holds, bounded; nothing is unpacked yet. */
export function openZip(file: Blob, limits: ZipLimits = folderLimits): Promise<Result<readonly ZipEntry[], ZipError>> {
  return readZipDirectory(file, limits)
}

/** Unpacks one file of a ZIP, as large as the directory says and with the right check sum, or not at all. */
export async function readZipEntry(file: Blob, entry: ZipEntry): Promise<Result<Blob, ZipError>> {
  if (entry.isEncrypted) return fail('ZIP_ENCRYPTED', {})
  const packed = entry.method === 'unknown' ? undefined : await packedBytes(file, entry)
  const unpacked = packed && (await unpack(packed, entry))
  if (!unpacked) return fail('ZIP_DAMAGED', {})
  return (await isZip(unpacked)) ? fail('ZIP_NESTED', {}) : ok(unpacked)
}

/** A file of a ZIP, or why it cannot be had. */
export interface ZippedFile {
  readonly name: string
  readonly content: Result<Blob, ZipError>
}

/** The files of a ZIP one at a time, each unpacked when it is asked for. */
export async function* readZip(
  file: Blob,
  limits: ZipLimits = folderLimits,
): AsyncGenerator<ZippedFile, Result<void, ZipError>> {
  const entries = await openZip(file, limits)
  if (!entries.ok) return entries
  for (const entry of entries.value) yield { name: entry.name, content: await readZipEntry(file, entry) }
  return ok(undefined)
}
