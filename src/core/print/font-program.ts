import type { UsedFont } from './print-fonts.ts'

const ascent = 0.88
const descent = 0.12

function table(bytes: number): { readonly bytes: Uint8Array<ArrayBuffer>; readonly view: DataView } {
  const made = new Uint8Array(bytes)
  return { bytes: made, view: new DataView(made.buffer) }
}

function head(unitsPerEm: number): Uint8Array<ArrayBuffer> {
  const { bytes, view } = table(54)
  view.setUint32(0, 0x00010000)
  view.setUint32(12, 0x5f0f3cf5)
  // Left side bearing is where the outline starts.
  view.setUint16(16, 0b11)
  view.setUint16(18, unitsPerEm)
  view.setInt16(38, -Math.round(unitsPerEm * descent))
  view.setInt16(40, unitsPerEm)
  view.setInt16(42, Math.round(unitsPerEm * ascent))
  view.setUint16(46, 8)
  view.setInt16(48, 2)
  view.setInt16(50, 1)
  return bytes
}

function hhea(font: UsedFont): Uint8Array<ArrayBuffer> {
  const { bytes, view } = table(36)
  view.setUint32(0, 0x00010000)
  view.setInt16(4, Math.round(font.unitsPerEm * ascent))
  view.setInt16(6, -Math.round(font.unitsPerEm * descent))
  view.setUint16(10, Math.max(...font.advances))
  view.setUint16(34, font.advances.length)
  return bytes
}

function hmtx(font: UsedFont): Uint8Array<ArrayBuffer> {
  const { bytes, view } = table(font.advances.length * 4)
  font.advances.forEach((advance, index) => {
    const outline = font.outlines[index]
    view.setUint16(index * 4, advance)
    if (outline && outline.length >= 10)
      view.setInt16(index * 4 + 2, new DataView(outline.buffer, outline.byteOffset).getInt16(2))
  })
  return bytes
}

function maxp(font: UsedFont): Uint8Array<ArrayBuffer> {
  const { bytes, view } = table(32)
  const generous = 0x7ff
  view.setUint32(0, 0x00010000)
  view.setUint16(4, font.outlines.length)
  for (const at of [6, 8, 10, 12]) view.setUint16(at, generous)
  view.setUint16(14, 1)
  view.setUint16(28, 16)
  view.setUint16(30, 4)
  return bytes
}

function outlinesOf(font: UsedFont): {
  readonly glyf: Uint8Array<ArrayBuffer>
  readonly loca: Uint8Array<ArrayBuffer>
} {
  const padded = (length: number): number => (length + 3) & ~3
  const total = font.outlines.reduce((sum, { length }) => sum + padded(length), 0)
  const glyf = new Uint8Array(total)
  const { bytes: loca, view } = table((font.outlines.length + 1) * 4)
  let at = 0
  font.outlines.forEach((outline, index) => {
    view.setUint32(index * 4, at)
    glyf.set(outline, at)
    at += padded(outline.length)
  })
  view.setUint32(font.outlines.length * 4, at)
  return { glyf, loca }
}

function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 4) {
    const word =
      ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
    sum = (sum + (word >>> 0)) >>> 0
  }
  return sum
}

/** The TrueType file that goes into the document: the used glyphs, nothing else. */
export function fontProgram(font: UsedFont): Uint8Array<ArrayBuffer> {
  const { glyf, loca } = outlinesOf(font)
  const tables = [
    ['glyf', glyf],
    ['head', head(font.unitsPerEm)],
    ['hhea', hhea(font)],
    ['hmtx', hmtx(font)],
    ['loca', loca],
    ['maxp', maxp(font)],
  ] as const
  const start = 12 + tables.length * 16
  const total = tables.reduce((sum, [, { length }]) => sum + ((length + 3) & ~3), start)
  const { bytes, view } = table(total)
  view.setUint32(0, 0x00010000)
  view.setUint16(4, tables.length)
  view.setUint16(6, 64)
  view.setUint16(8, 2)
  view.setUint16(10, 32)
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
