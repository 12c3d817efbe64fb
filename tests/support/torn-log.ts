import { appendFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

// Chromium keeps IndexedDB in LevelDB, whose log goes in blocks: https://github.com/google/leveldb/blob/main/doc/log_format.md
const blockSize = 32_768
const headerSize = 7
const firstOfSeveral = 2

/** CRC-32C bit by bit: some kilobytes, once. */
function checksum(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0x82f63b78 : 0)
  }
  return ~value >>> 0
}

/** As LevelDB stores a checksum of bytes that hold checksums. */
const masked = (value: number): number => (((value >>> 15) | (value << 17)) + 0xa282ead8) >>> 0

/** The first part of a record that goes on in the next block, as it fills what is left of this one. */
function beginningOfRecord(left: number): Buffer {
  const part = Buffer.alloc(left, 'A')
  part.writeUInt16LE(left - headerSize, 4)
  part.writeUInt8(firstOfSeveral, 6)
  part.writeUInt32LE(masked(checksum(part.subarray(6))), 0)
  return part
}

/** How a power cut can leave the end of a log. */
const ends = {
  'header alone': () => Buffer.from([1, 2, 3, 4, 0x00, 0x10, 1]),
  'first part alone': beginningOfRecord,
  // The size of the file had reached the disk, what was written had not.
  zeros: () => Buffer.alloc(600),
} as const satisfies Record<string, (left: number) => Buffer>

export type Tear = keyof typeof ends

/** All of them. */
export const tears: readonly Tear[] = ['header alone', 'first part alone', 'zeros']

/** The log of the databases of the only site in a profile of Chromium. */
export function logOf(profile: string): string {
  const folder = join(profile, 'Default', 'IndexedDB')
  const store = readdirSync(folder).find((name) => name.endsWith('.leveldb'))
  const logs = store === undefined ? [] : readdirSync(join(folder, store)).filter((name) => name.endsWith('.log'))
  const log = logs.toSorted().at(-1)
  if (store === undefined || log === undefined) throw new Error(`no log of a database in ${folder}`)
  return join(folder, store, log)
}

/** Tears the log of a killed browser, as if it had been cut off amid a record. */
export function tearLog(profile: string, tear: Tear): void {
  const log = logOf(profile)
  const left = blockSize - (statSync(log).size % blockSize)
  appendFileSync(log, ends[tear](left))
}
