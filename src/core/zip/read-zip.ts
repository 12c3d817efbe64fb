import { fail, ok, type Result } from '#core/errors/result.ts'
import { crc32 } from './crc32.ts'
import { readZipDirectory } from './zip-directory.ts'
import { folderLimits, type ZipEntry, type ZipError, type ZipLimits } from './zip-entry.ts'

const localBytes = 30
const localSignature = 0x04_03_4b_50

type Bytes = Uint8Array<ArrayBuffer>

/** Whether bytes begin as those of a ZIP do: what is refused inside a ZIP, and taken for one where files come in. */
export const beginsAsZip = ([p, k, third, fourth]: Iterable<number>): boolean =>
  p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6))

/** Whether the bytes begin as those of a ZIP do (an empty one too). */
export async function isZip(file: Blob): Promise<boolean> {
  return beginsAsZip(new Uint8Array(await file.slice(0, 4).arrayBuffer()))
}

/** Small entries are read together with their header: a browser needs a third of a millisecond for each reading. */
const readTogether = 1_048_576
/** Room for a name and what some writers add to it, before an entry's bytes. */
const usualName = 512

const streamOf = (bytes: Bytes): ReadableStream<Bytes> =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })

/** The packed bytes of an entry: behind its local header, whose lengths may differ from the directory's. */
async function packedBytes(
  file: Blob,
  { at, packedBytes: length }: ZipEntry,
): Promise<ReadableStream<Bytes> | undefined> {
  const isSmall = length <= readTogether
  const buffer = await file.slice(at, at + localBytes + (isSmall ? usualName + length : 0)).arrayBuffer()
  const header = new DataView(buffer)
  if (header.byteLength < localBytes || header.getUint32(0, true) !== localSignature) return undefined
  const within = localBytes + header.getUint16(26, true) + header.getUint16(28, true)
  const from = at + within
  if (from + length > file.size) return undefined
  if (within + length <= buffer.byteLength) return streamOf(new Uint8Array(buffer, within, length))
  return file.slice(from, from + length).stream()
}

/** Its first four bytes, however it came in pieces. */
const headOf = (pieces: readonly Bytes[]): readonly number[] =>
  pieces.slice(0, 4).flatMap((piece) => Array.from(piece.subarray(0, 4)))

/** The unpacked bytes in pieces; undefined as soon as there are more than the directory says, or when they are other ones. */
async function unpack(packed: ReadableStream<Bytes>, entry: ZipEntry): Promise<readonly Bytes[] | undefined> {
  const unpacked = entry.method === 'deflated' ? packed.pipeThrough(new DecompressionStream('deflate-raw')) : packed
  const reader = unpacked.getReader()
  const pieces: Bytes[] = []
  let [length, sum] = [0, 0]
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.byteLength
      if (length > entry.sizeBytes) return undefined
      sum = crc32(next.value, sum)
      if (next.value.byteLength > 0) pieces.push(next.value)
    }
  } catch {
    return undefined
  } finally {
    await reader.cancel().catch(() => undefined)
  }
  return length === entry.sizeBytes && sum === entry.crc ? pieces : undefined
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
  return beginsAsZip(headOf(unpacked)) ? fail('ZIP_NESTED', {}) : ok(new Blob([...unpacked]))
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
