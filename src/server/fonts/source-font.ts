import type { FontPack } from '#core/print/font-pack.ts'
import { componentsOf } from '#core/print/print-fonts.ts'

/** A TrueType font as the packs are cut from it. */
export interface SourceFont {
  readonly unitsPerEm: number
  readonly glyphOf: ReadonlyMap<number, number>
  outline(glyph: number): Uint8Array
  advance(glyph: number): number
}

function tablesOf(view: DataView): ReadonlyMap<string, number> {
  const tables = new Map<string, number>()
  for (let index = 0; index < view.getUint16(4); index += 1) {
    const at = 12 + index * 16
    const tag = String.fromCodePoint(...[0, 1, 2, 3].map((byte) => view.getUint8(at + byte)))
    tables.set(tag, view.getUint32(at + 8))
  }
  return tables
}

function readFormat4(view: DataView, at: number, glyphOf: Map<number, number>): void {
  const bytes = view.getUint16(at + 6)
  for (let segment = 0; segment < bytes; segment += 2) {
    const end = view.getUint16(at + 14 + segment)
    const start = view.getUint16(at + 16 + bytes + segment)
    const delta = view.getUint16(at + 16 + 2 * bytes + segment)
    const offsetAt = at + 16 + 3 * bytes + segment
    const offset = view.getUint16(offsetAt)
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const raw = offset === 0 ? code : view.getUint16(offsetAt + offset + (code - start) * 2)
      const glyph = raw === 0 && offset !== 0 ? 0 : (raw + delta) & 0xffff
      if (glyph !== 0) glyphOf.set(code, glyph)
    }
  }
}

function readFormat12(view: DataView, at: number, glyphOf: Map<number, number>): void {
  for (let group = 0; group < view.getUint32(at + 12); group += 1) {
    const entry = at + 16 + group * 12
    const start = view.getUint32(entry)
    const glyph = view.getUint32(entry + 8)
    for (let code = start; code <= view.getUint32(entry + 4); code += 1) glyphOf.set(code, glyph + code - start)
  }
}

function readCmap(view: DataView, cmap: number): ReadonlyMap<number, number> {
  const glyphOf = new Map<number, number>()
  for (let index = 0; index < view.getUint16(cmap + 2); index += 1) {
    const at = cmap + view.getUint32(cmap + 8 + index * 8)
    if (view.getUint16(at) === 4) readFormat4(view, at, glyphOf)
    if (view.getUint16(at) === 12) readFormat12(view, at, glyphOf)
  }
  return glyphOf
}

/** An outline without its hinting program, which would need tables the packs do not carry. */
function withoutHints(outline: Uint8Array): Uint8Array {
  if (outline.length < 10) return new Uint8Array(0)
  const made = outline.slice()
  const view = new DataView(made.buffer)
  const contours = view.getInt16(0)
  if (contours < 0) {
    for (const at of componentsOf(made)) view.setUint16(at - 2, view.getUint16(at - 2) & ~0x100)
    return made
  }
  const lengthAt = 10 + contours * 2
  const hints = view.getUint16(lengthAt)
  view.setUint16(lengthAt, 0)
  made.copyWithin(lengthAt + 2, lengthAt + 2 + hints)
  return made.subarray(0, made.length - hints)
}

/** Opens a TrueType file with cmap formats 4 and 12. */
export function openFont(bytes: Uint8Array): SourceFont {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tables = tablesOf(view)
  const table = (tag: string): number => {
    const at = tables.get(tag)
    if (at === undefined) throw new RangeError(`the font has no ${tag}`)
    return at
  }
  const [head, loca, glyf, hmtx] = [table('head'), table('loca'), table('glyf'), table('hmtx')]
  const long = view.getInt16(head + 50) === 1
  const metrics = view.getUint16(table('hhea') + 34)
  const place = (glyph: number): number =>
    long ? view.getUint32(loca + glyph * 4) : view.getUint16(loca + glyph * 2) * 2
  return {
    unitsPerEm: view.getUint16(head + 18),
    glyphOf: readCmap(view, table('cmap')),
    outline: (glyph) => withoutHints(bytes.subarray(glyf + place(glyph), glyf + place(glyph + 1))),
    advance: (glyph) => view.getUint16(hmtx + Math.min(glyph, metrics - 1) * 4),
  }
}

/** The glyphs of these code points, with the parts they are composed of. */
export function packGlyphs(font: SourceFont, codePoints: readonly number[], source: string): FontPack {
  const outlines: Uint8Array[] = []
  const advances: number[] = []
  const packed = new Map<number, number>()
  const add = (glyph: number): number => {
    const known = packed.get(glyph)
    if (known !== undefined) return known
    const outline = font.outline(glyph).slice()
    const made = outlines.push(outline) - 1
    advances.push(font.advance(glyph))
    packed.set(glyph, made)
    const view = new DataView(outline.buffer)
    for (const at of componentsOf(outline)) view.setUint16(at, add(view.getUint16(at)))
    return made
  }
  const glyphOf = new Map(codePoints.map((codePoint) => [codePoint, add(font.glyphOf.get(codePoint) ?? 0)]))
  return { source, unitsPerEm: font.unitsPerEm, glyphOf, advances, outlines }
}
