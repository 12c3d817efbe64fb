import { deflateRawSync } from 'node:zlib'
import { crc32 } from '#core/zip/crc32.ts'

/** A file for a ZIP of a test; every field of the directory may lie. */
export interface ZippedBytes {
  readonly name: string | Uint8Array
  readonly content: string | Uint8Array
  readonly flags?: number
  readonly method?: 0 | 8 | 99
  readonly sizeBytes?: number
  readonly crc?: number
  /** Points to the bytes of the first file instead of its own. */
  readonly sharesFirst?: boolean
}

const bytesOf = (text: string | Uint8Array): Buffer => Buffer.from(text)

function head(file: ZippedBytes, packed: Buffer): Buffer {
  const content = bytesOf(file.content)
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(file.flags ?? 0, 2)
  fields.writeUInt16LE(file.method ?? 8, 4)
  fields.writeUInt32LE(file.crc ?? crc32(content), 10)
  fields.writeUInt32LE(packed.length, 14)
  fields.writeUInt32LE(file.sizeBytes ?? content.length, 18)
  fields.writeUInt16LE(bytesOf(file.name).length, 22)
  return fields
}

/** A ZIP as bytes, as honest as its files. */
export function aZip(files: readonly ZippedBytes[]): Blob {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const file of files) {
    const packed = (file.method ?? 8) === 0 ? bytesOf(file.content) : deflateRawSync(bytesOf(file.content))
    const fields = head(file, packed)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, bytesOf(file.name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(file.sharesFirst === true ? 0 : at, 10)
    const made = Buffer.from([20, 0])
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002', 'latin1'), made, fields, tail, bytesOf(file.name)]))
    locals.push(local)
    at += local.length
  }
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(Buffer.concat(directory).length, 8)
  end.writeUInt32LE(at, 12)
  return new Blob([Buffer.concat([...locals, ...directory, Buffer.from('PK\u0005\u0006', 'latin1'), end])])
}
