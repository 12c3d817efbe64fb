/** A part of a TrueType file, by its tag of four characters. */
export type FontTable = readonly [tag: string, bytes: Uint8Array]

function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 4) {
    const word =
      ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
    sum = (sum + (word >>> 0)) >>> 0
  }
  return sum
}

/** Puts tables together into a TrueType file; they are to come in the order of their tags (OpenType, “Table directory”). */
export function trueTypeFile(tables: readonly FontTable[]): Uint8Array<ArrayBuffer> {
  const start = 12 + tables.length * 16
  const total = tables.reduce((sum, [, { length }]) => sum + ((length + 3) & ~3), start)
  const bytes = new Uint8Array(total)
  const view = new DataView(bytes.buffer)
  const doublings = Math.floor(Math.log2(tables.length))
  view.setUint32(0, 0x00010000)
  view.setUint16(4, tables.length)
  view.setUint16(6, 16 * 2 ** doublings)
  view.setUint16(8, doublings)
  view.setUint16(10, 16 * (tables.length - 2 ** doublings))
  let at = start
  tables.forEach(([tag, data], index) => {
    const entry = 12 + index * 16
    bytes.set(new TextEncoder().encode(tag), entry)
    view.setUint32(entry + 4, checksum(data))
    view.setUint32(entry + 8, at)
    view.setUint32(entry + 12, data.length)
    bytes.set(data, at)
    at += (data.length + 3) & ~3
  })
  return bytes
}
