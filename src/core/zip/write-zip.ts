import { crc32 } from './crc32.ts'
import { type OpenPieceStore, piecesInMemory, type PieceStore } from './piece-store.ts'

/** A file that is packed while it is written; its packed bytes wait until the ZIP is put together. */
export interface ZipPart {
  readonly name: string
  readonly write: (text: string) => Promise<void>
}

interface PackedPart {
  readonly name: Uint8Array<ArrayBuffer>
  readonly store: PieceStore
  readonly packedBytes: number
  readonly sizeBytes: number
  readonly crc: number
}

// 1980-01-01: the same content gives the same file, whenever it is written.
const dosDate = 0x00_21
const version = 20
const isUtf8 = 0x0800
const deflated = 8
const flushAt = 65_536

/** Packs one text as it grows. */
function packPart(name: string, store: PieceStore) {
  const encoder = new TextEncoder()
  const { readable, writable } = new CompressionStream('deflate-raw')
  const writer = writable.getWriter()
  let [sizeBytes, packedBytes, crc, pending] = [0, 0, 0, '']
  const packing = (async () => {
    const reader = readable.getReader()
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      packedBytes += next.value.byteLength
      await store.add(next.value)
    }
  })()

  async function flush(): Promise<void> {
    const bytes = encoder.encode(pending)
    pending = ''
    sizeBytes += bytes.byteLength
    crc = crc32(bytes, crc)
    await writer.write(bytes)
  }

  async function write(text: string): Promise<void> {
    pending += text
    if (pending.length >= flushAt) await flush()
  }

  async function finish(): Promise<PackedPart> {
    await flush()
    await writer.close()
    await packing
    return { name: encoder.encode(name), store, packedBytes, sizeBytes, crc }
  }
  return { name, write, finish }
}

/**
 * Packs texts that grow side by side, and puts them into one ZIP in the order in which they were opened; until then
 * their packed bytes wait in the stores that are opened for them.
 */
export function makeZip(openStore: OpenPieceStore = piecesInMemory) {
  const parts: ReturnType<typeof packPart>[] = []

  /** Opens a file; several may be open at the same time. */
  function open(name: string): ZipPart {
    const part = packPart(name, openStore())
    parts.push(part)
    return part
  }

  /** Closes all files and gives the ZIP, piece by piece. */
  async function* finish(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    const directory: Uint8Array<ArrayBuffer>[] = []
    let at = 0
    for (const part of parts) {
      const packed = await part.finish()
      const head = localHeader(packed)
      directory.push(directoryEntry(packed, at))
      yield head
      yield* packed.store.pieces()
      at += head.byteLength + packed.packedBytes
    }
    const bytes = directory.reduce((sum, { byteLength }) => sum + byteLength, 0)
    yield* directory
    yield endOf(directory.length, bytes, at)
  }
  return { open, finish }
}

/** Bytes of numbers, each with its width in bytes, little-endian. */
function record(fields: readonly (readonly [number, 2 | 4])[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [, width]) => sum + width, 0)))
  let at = 0
  for (const [value, width] of fields) {
    if (width === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += width
  }
  return new Uint8Array(view.buffer)
}

const joined = (a: Uint8Array<ArrayBuffer>, b: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(a.byteLength + b.byteLength)
  bytes.set(a)
  bytes.set(b, a.byteLength)
  return bytes
}

const common = ({ crc, packedBytes, sizeBytes, name }: PackedPart): readonly (readonly [number, 2 | 4])[] => [
  [version, 2],
  [isUtf8, 2],
  [deflated, 2],
  [0, 2],
  [dosDate, 2],
  [crc, 4],
  [packedBytes, 4],
  [sizeBytes, 4],
  [name.byteLength, 2],
  [0, 2],
]

const localHeader = (part: PackedPart): Uint8Array<ArrayBuffer> =>
  joined(record([[0x04_03_4b_50, 4], ...common(part)]), part.name)

const directoryEntry = (part: PackedPart, at: number): Uint8Array<ArrayBuffer> =>
  joined(
    record([[0x02_01_4b_50, 4], [version, 2], ...common(part), [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]]),
    part.name,
  )

const endOf = (count: number, bytes: number, at: number): Uint8Array<ArrayBuffer> =>
  record([
    [0x06_05_4b_50, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [bytes, 4],
    [at, 4],
    [0, 2],
  ])
