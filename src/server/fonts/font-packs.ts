import { gzipSync } from 'node:zlib'
import { type FontPack, type PackEntry, writePack } from '#core/print/font-pack.ts'
import { openFont, packGlyphs } from './source-font.ts'

/** A pack as it is served: gzip'd, because every browser can unpack that itself. */
export interface MadePack extends PackEntry {
  readonly body: Uint8Array
}

const perHanaPack = 8192

/** The first level of GB 2312, with everything that is not Han: what nearly every form needs. */
function gb2312(firstRow: number, lastRow: number): ReadonlySet<number> {
  const decoder = new TextDecoder('gb18030')
  const found = new Set<number>()
  for (let row = firstRow; row <= lastRow; row += 1)
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) {
      const codePoint = decoder.decode(new Uint8Array([row, cell])).codePointAt(0) ?? 0
      if (codePoint < 0xe000 || codePoint > 0xf8ff) found.add(codePoint)
    }
  return found
}

function rangesOf(codePoints: Iterable<number>): readonly number[] {
  const ranges: number[] = []
  for (const codePoint of [...codePoints].sort((left, right) => left - right)) {
    if (ranges.at(-1) === codePoint - 1) ranges[ranges.length - 1] = codePoint
    else ranges.push(codePoint, codePoint)
  }
  return ranges
}

function madePack(pack: FontPack, file: string, common: boolean): MadePack {
  const body = gzipSync(writePack(pack), { level: 9 })
  return { file, bytes: body.length, common, ranges: rangesOf(pack.glyphOf.keys()), body }
}

/** The four packs of Noto Sans SC, from the bytes of its TrueType file. */
export function notoPacks(bytes: Uint8Array): readonly MadePack[] {
  const font = openFont(bytes)
  const first = gb2312(0xb0, 0xd7)
  const second = gb2312(0xd8, 0xf7)
  const levelOf = (codePoint: number): number => {
    if (first.has(codePoint)) return 0
    if (second.has(codePoint)) return 1
    if (codePoint >= 0x4e00 && codePoint <= 0x9fff) return 2
    return codePoint < 0x3400 || (codePoint > 0x9fff && codePoint < 0x20000) ? 0 : 3
  }
  const levels = [0, 1, 2, 3].map((level) => [...font.glyphOf.keys()].filter((each) => levelOf(each) === level))
  return levels.map((codePoints, level) =>
    madePack(packGlyphs(font, codePoints, 'Noto'), `noto-${level + 1}.pack`, level < 2),
  )
}

/** The packs of HanaMinB: extensions B to F. */
export function hanaPacks(bytes: Uint8Array): readonly MadePack[] {
  const font = openFont(bytes)
  // A glyph without outline would print as a gap; left out, it is named to the person.
  const wanted = [...font.glyphOf]
    .filter(([each, glyph]) => each >= 0x20000 && each <= 0x2ebef && font.outline(glyph).length > 0)
    .map(([each]) => each)
    .sort((left, right) => left - right)
  const count = Math.ceil(wanted.length / perHanaPack)
  return Array.from({ length: count }, (_, index) => {
    const part = wanted.slice(index * perHanaPack, (index + 1) * perHanaPack)
    return madePack(packGlyphs(font, part, 'Hana'), `hana-${index + 1}.pack`, false)
  })
}
