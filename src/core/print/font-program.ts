import type { UsedFont } from './print-fonts.ts'
import { type FontTable, trueTypeFile } from './true-type-file.ts'

/** Above and below the base line, in ems. */
export const ascent = 0.88
export const descent = 0.12

/** Room for a table, and how to write into it. */
export function table(bytes: number): { readonly bytes: Uint8Array<ArrayBuffer>; readonly view: DataView } {
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

/** The tables every TrueType font has, in the order of their tags. */
export function glyphTables(font: UsedFont): readonly FontTable[] {
  const { glyf, loca } = outlinesOf(font)
  return [
    ['glyf', glyf],
    ['head', head(font.unitsPerEm)],
    ['hhea', hhea(font)],
    ['hmtx', hmtx(font)],
    ['loca', loca],
    ['maxp', maxp(font)],
  ]
}

/** The TrueType file that goes into the document: the used glyphs, nothing else. */
export const fontProgram = (font: UsedFont): Uint8Array<ArrayBuffer> => trueTypeFile(glyphTables(font))
