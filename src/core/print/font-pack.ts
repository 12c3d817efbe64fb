/** Packs of glyphs: made by `src/server/fonts/font-packs.ts`, fetched when a text needs them. */
export interface FontPack {
  readonly source: string
  readonly unitsPerEm: number
  /** Index into the pack's glyphs by code point. */
  readonly glyphOf: ReadonlyMap<number, number>
  readonly advances: readonly number[]
  readonly outlines: readonly Uint8Array[]
}

/** Where each pack lies and which code points it holds, as flat pairs from–to. */
export interface PackEntry {
  readonly file: string
  readonly bytes: number
  readonly common: boolean
  readonly ranges: readonly number[]
}

const magic = 0x43425031
const headBytes = 16
const perChar = 6
const perGlyph = 6
const sources = ['Noto', 'Hana'] as const

/** Puts glyphs into the bytes of a pack (before gzip). */
export function writePack(pack: FontPack): Uint8Array<ArrayBuffer> {
  const chars = [...pack.glyphOf]
  const outlineBytes = pack.outlines.reduce((sum, { length }) => sum + length, 0)
  const bytes = new Uint8Array(headBytes + chars.length * perChar + pack.outlines.length * perGlyph + outlineBytes)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, magic)
  view.setUint16(
    4,
    sources.findIndex((name) => name === pack.source),
  )
  view.setUint16(6, pack.unitsPerEm)
  view.setUint32(8, chars.length)
  view.setUint32(12, pack.outlines.length)
  chars.forEach(([codePoint, glyph], index) => {
    view.setUint32(headBytes + index * perChar, codePoint)
    view.setUint16(headBytes + index * perChar + 4, glyph)
  })
  let at = headBytes + chars.length * perChar
  for (const [index, outline] of pack.outlines.entries()) {
    view.setUint16(at, pack.advances[index] ?? 0)
    view.setUint32(at + 2, outline.length)
    at += perGlyph
  }
  for (const outline of pack.outlines) {
    bytes.set(outline, at)
    at += outline.length
  }
  return bytes
}

/** Reads a pack; throws a RangeError when the bytes are not one. */
export function readPack(bytes: Uint8Array): FontPack {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const source = sources[view.getUint16(4)]
  if (view.getUint32(0) !== magic || source === undefined) throw new RangeError('not a font pack')
  const chars = view.getUint32(8)
  const glyphs = view.getUint32(12)
  const glyphOf = new Map<number, number>()
  for (let index = 0; index < chars; index += 1) {
    const at = headBytes + index * perChar
    glyphOf.set(view.getUint32(at), view.getUint16(at + 4))
  }
  const advances: number[] = []
  const outlines: Uint8Array[] = []
  let at = headBytes + chars * perChar
  let outlineAt = at + glyphs * perGlyph
  for (let index = 0; index < glyphs; index += 1) {
    const length = view.getUint32(at + 2)
    advances.push(view.getUint16(at))
    outlines.push(bytes.subarray(outlineAt, outlineAt + length))
    at += perGlyph
    outlineAt += length
  }
  if (outlineAt !== bytes.length) throw new RangeError('font pack is cut short')
  return { source, unitsPerEm: view.getUint16(6), glyphOf, advances, outlines }
}

/** The packs that hold a text's characters, and the characters that no pack holds. */
export function packsFor(
  text: Iterable<string>,
  entries: readonly PackEntry[],
): { readonly packs: readonly PackEntry[]; readonly missing: readonly string[] } {
  const packs = new Set<PackEntry>()
  const missing: string[] = []
  for (const character of new Set(text)) {
    const codePoint = character.codePointAt(0) ?? 0
    const entry = entries.find(({ ranges }) => holds(ranges, codePoint))
    if (entry) packs.add(entry)
    else missing.push(character)
  }
  return { packs: [...packs], missing }
}

function holds(ranges: readonly number[], codePoint: number): boolean {
  let low = 0
  let high = ranges.length / 2 - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (codePoint < (ranges[middle * 2] ?? 0)) high = middle - 1
    else if (codePoint > (ranges[middle * 2 + 1] ?? 0)) low = middle + 1
    else return true
  }
  return false
}
