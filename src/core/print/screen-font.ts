import type { FontPack } from './font-pack.ts'
import { ascent, descent, glyphTables, table } from './font-program.ts'
import { UsedFont } from './print-fonts.ts'
import { type FontTable, trueTypeFile } from './true-type-file.ts'

/** Code points beside their glyphs, ascending: format 12, the one that reaches beyond the BMP. */
function cmap(glyphs: readonly (readonly [codePoint: number, glyph: number])[]): Uint8Array {
  const headBytes = 12
  const { bytes, view } = table(headBytes + 16 + glyphs.length * 12)
  view.setUint16(2, 1)
  // Windows, full repertoire.
  view.setUint16(4, 3)
  view.setUint16(6, 10)
  view.setUint32(8, headBytes)
  view.setUint16(headBytes, 12)
  view.setUint32(headBytes + 4, bytes.length - headBytes)
  view.setUint32(headBytes + 12, glyphs.length)
  glyphs.forEach(([codePoint, glyph], index) => {
    const at = headBytes + 16 + index * 12
    view.setUint32(at, codePoint)
    view.setUint32(at + 4, codePoint)
    view.setUint32(at + 8, glyph)
  })
  return bytes
}

function os2(unitsPerEm: number): Uint8Array {
  const { bytes, view } = table(96)
  view.setUint16(0, 4)
  view.setInt16(2, unitsPerEm)
  view.setUint16(4, 400)
  view.setUint16(6, 5)
  view.setUint16(62, 0x40)
  // The last character and the first: what does not fit is 0xffff.
  view.setUint16(64, 0xffff)
  view.setUint16(66, 0xffff)
  view.setInt16(68, Math.round(unitsPerEm * ascent))
  view.setInt16(70, -Math.round(unitsPerEm * descent))
  view.setUint16(74, Math.round(unitsPerEm * ascent))
  view.setUint16(76, Math.round(unitsPerEm * descent))
  return bytes
}

/** Family, full and PostScript name: browsers refuse a font without. */
function nameTable(name: string): Uint8Array {
  const kinds = [1, 4, 6]
  const textAt = 6 + kinds.length * 12
  const { bytes, view } = table(textAt + name.length * 2)
  view.setUint16(2, kinds.length)
  view.setUint16(4, textAt)
  kinds.forEach((kind, index) => {
    const at = 6 + index * 12
    view.setUint16(at, 3)
    view.setUint16(at + 2, 1)
    view.setUint16(at + 4, 0x409)
    view.setUint16(at + 6, kind)
    view.setUint16(at + 8, name.length * 2)
  })
  for (const [index, unit] of [...name].entries()) view.setUint16(textAt + index * 2, unit.charCodeAt(0))
  return bytes
}

function post(): Uint8Array {
  const { bytes, view } = table(32)
  view.setUint32(0, 0x00030000)
  return bytes
}

/**
 * A pack as a font that browsers draw text with (OpenType, TrueType outlines): what is printed of a rare character is
 * seen on the screen as well, whatever fonts the computer has.
 */
export function screenFont(pack: FontPack): Uint8Array<ArrayBuffer> {
  const font = new UsedFont(pack.source, pack.unitsPerEm)
  const glyphs = [...pack.glyphOf]
    .sort(([left], [right]) => left - right)
    .map(([codePoint, glyph]) => [codePoint, font.take(codePoint, { pack, glyph })] as const)
  const before: readonly FontTable[] = [
    ['OS/2', os2(pack.unitsPerEm)],
    ['cmap', cmap(glyphs)],
  ]
  return trueTypeFile([...before, ...glyphTables(font), ['name', nameTable(pack.source)], ['post', post()]])
}
