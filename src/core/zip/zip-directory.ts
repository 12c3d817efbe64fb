import { fail, ok, type Result } from '#core/errors/result.ts'
import type { ZipEntry, ZipError, ZipLimits } from './zip-entry.ts'

// APPNOTE.TXT 4.3: signatures and sizes of the records.
const endSignature = 0x06_05_4b_50
const end64LocatorSignature = 0x07_06_4b_50
const end64Signature = 0x06_06_4b_50
const entrySignature = 0x02_01_4b_50
const endBytes = 22
const end64LocatorBytes = 20
const entryBytes = 46
const longestComment = 65_535
const largestDirectory = 128 * 1_048_576
const isUtf8 = 0x0800
const isEncrypted = 0x0001
const utf8NameField = 0x70_75
const zip64Field = 0x00_01
const freeBytes = 1_048_576

const damaged = { ok: false, error: { code: 'ZIP_DAMAGED', params: {} } } as const
type View = DataView<ArrayBuffer>

async function viewOf(file: Blob, from: number, to: number): Promise<View> {
  return new DataView(await file.slice(from, to).arrayBuffer())
}

interface Directory {
  readonly count: number
  readonly at: number
  readonly bytes: number
}

const wide = (view: View, at: number): number => Number(view.getBigUint64(at, true))

/** Where the directory of a ZIP with more than 65 535 files, or beyond 4 GiB, stands (APPNOTE 4.3.14–15). */
async function largeDirectory(file: Blob, endAt: number): Promise<Directory | undefined> {
  const locator = await viewOf(file, endAt - end64LocatorBytes, endAt)
  if (locator.byteLength < end64LocatorBytes || locator.getUint32(0, true) !== end64LocatorSignature) return undefined
  const at = wide(locator, 8)
  const end = await viewOf(file, at, at + 56)
  if (end.byteLength < 56 || end.getUint32(0, true) !== end64Signature) return undefined
  return { count: wide(end, 32), bytes: wide(end, 40), at: wide(end, 48) }
}

async function findDirectory(file: Blob): Promise<Directory | undefined> {
  const from = Math.max(0, file.size - endBytes - longestComment)
  const tail = await viewOf(file, from, file.size)
  for (let at = tail.byteLength - endBytes; at >= 0; at -= 1) {
    if (tail.getUint32(at, true) !== endSignature) continue
    const found = {
      count: tail.getUint16(at + 10, true),
      bytes: tail.getUint32(at + 12, true),
      at: tail.getUint32(at + 16, true),
    }
    const isLarge = found.count === 0xffff || found.at === 0xffff_ffff || found.bytes === 0xffff_ffff
    return isLarge ? ((await largeDirectory(file, from + at)) ?? found) : found
  }
  return undefined
}

/** Name as written: UTF-8 where it says so or reads as such, else what Chinese Windows writes (GBK). */
function decodeName(bytes: Uint8Array<ArrayBuffer>, flags: number, unicodeName: string | undefined): string {
  if (unicodeName !== undefined) return unicodeName
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder(flags & isUtf8 ? 'utf-8' : 'gb18030').decode(bytes)
  }
}

/** Extra fields of an entry by their id. */
function extraFields(view: View, at: number, length: number): ReadonlyMap<number, View> {
  const fields = new Map<number, View>()
  const end = at + length
  for (let next = at; next + 4 <= end;) {
    const size = view.getUint16(next + 2, true)
    if (next + 4 + size > end) break
    fields.set(view.getUint16(next, true), new DataView(view.buffer, view.byteOffset + next + 4, size))
    next += 4 + size
  }
  return fields
}

const bytesOf = (view: View, from = 0): Uint8Array<ArrayBuffer> =>
  new Uint8Array(view.buffer, view.byteOffset + from, Math.max(0, view.byteLength - from))

/** Sizes and place; each that does not fit in 32 bits stands in the extra field, in this order (APPNOTE 4.5.3). */
function measuresOf(view: View, at: number, extra: View | undefined) {
  let next = 0
  const [sizeBytes = 0, packedBytes = 0, place = 0] = [at + 24, at + 20, at + 42].map((field) => {
    const value = view.getUint32(field, true)
    if (value !== 0xffff_ffff || !extra || next + 8 > extra.byteLength) return value
    next += 8
    return wide(extra, next - 8)
  })
  return { sizeBytes, packedBytes, at: place }
}

const methods: Readonly<Record<number, ZipEntry['method']>> = { 0: 'stored', 8: 'deflated' }

function readEntry(view: View, at: number): (ZipEntry & { readonly next: number }) | undefined {
  if (at + entryBytes > view.byteLength || view.getUint32(at, true) !== entrySignature) return undefined
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)]
  const [nameLength, extraLength] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)]
  const next = at + entryBytes + nameLength + extraLength + view.getUint16(at + 32, true)
  if (next > view.byteLength) return undefined
  const fields = extraFields(view, at + entryBytes + nameLength, extraLength)
  const unicodeName = fields.get(utf8NameField)
  const nameBytes = bytesOf(new DataView(view.buffer, view.byteOffset + at + entryBytes, nameLength))
  return {
    name: decodeName(nameBytes, flags, unicodeName && new TextDecoder().decode(bytesOf(unicodeName, 5))),
    ...measuresOf(view, at, fields.get(zip64Field)),
    method: methods[method] ?? 'unknown',
    crc: view.getUint32(at + 16, true),
    isEncrypted: (flags & isEncrypted) !== 0,
    next,
  }
}

// Folders, and what macOS and Windows add by themselves.
const isFile = ({ name }: ZipEntry): boolean =>
  !/[/\\]$/.test(name) && !/(?:^|[/\\])(?:__MACOSX[/\\]|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i.test(name)

/** Whether two files share bytes, as in bombs that unpack one piece of data many times. */
function overlaps(entries: readonly ZipEntry[]): boolean {
  const byPlace = [...entries].sort((a, b) => a.at - b.at)
  return byPlace.some((entry, index) => {
    const following = byPlace[index + 1]
    return following !== undefined && entry.at + 30 + entry.packedBytes > following.at
  })
}

function isTooLarge(entries: readonly ZipEntry[], limits: ZipLimits): boolean {
  const unpacked = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const packed = entries.reduce((sum, { packedBytes }) => sum + packedBytes, 0)
  return (
    unpacked > limits.totalBytes ||
    unpacked > freeBytes + packed * limits.ratio ||
    entries.some(({ sizeBytes }) => sizeBytes > limits.entryBytes)
  )
}

/** The files of a ZIP by its directory, bounded before anything is unpacked. */
export async function readZipDirectory(file: Blob, limits: ZipLimits): Promise<Result<readonly ZipEntry[], ZipError>> {
  const directory = await findDirectory(file)
  if (!directory) return damaged
  if (directory.count > limits.entries || directory.bytes > largestDirectory) return fail('ZIP_TOO_LARGE', {})
  const view = await viewOf(file, directory.at, directory.at + directory.bytes)
  const entries: ZipEntry[] = []
  let at = 0
  while (entries.length < directory.count) {
    const read = readEntry(view, at)
    if (!read) return damaged
    const { next, ...entry } = read
    entries.push(entry)
    at = next
  }
  if (overlaps(entries)) return damaged
  return isTooLarge(entries, limits) ? fail('ZIP_TOO_LARGE', {}) : ok(entries.filter(isFile))
}
