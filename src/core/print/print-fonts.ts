import type { FontPack } from './font-pack.ts'

interface Slot {
  readonly pack: FontPack
  readonly glyph: number
}

/** One source font as far as a document uses it; glyph 0 is the empty one. */
export class UsedFont {
  readonly name: string
  readonly unitsPerEm: number
  readonly outlines: Uint8Array[] = [new Uint8Array(0)]
  readonly advances: number[]
  /** Text of each glyph, for ToUnicode. */
  readonly texts: string[] = ['']
  readonly #glyphs = new Map<number, number>()

  constructor(name: string, unitsPerEm: number) {
    this.name = name
    this.unitsPerEm = unitsPerEm
    this.advances = [unitsPerEm]
  }

  /** The glyph of a code point: two code points never share one, so that each stays itself when copied out. */
  take(codePoint: number, { pack, glyph }: Slot): number {
    const known = this.#glyphs.get(codePoint)
    if (known !== undefined) return known
    const made = this.#add(pack, glyph, String.fromCodePoint(codePoint))
    this.#glyphs.set(codePoint, made)
    return made
  }

  #add(pack: FontPack, glyph: number, text: string): number {
    const made = this.outlines.length
    const outline = (pack.outlines[glyph] ?? new Uint8Array(0)).slice()
    this.outlines.push(outline)
    this.advances.push(pack.advances[glyph] ?? 0)
    this.texts.push(text)
    for (const at of componentsOf(outline)) {
      const view = new DataView(outline.buffer)
      view.setUint16(at, this.#add(pack, view.getUint16(at), ''))
    }
    return made
  }
}

const hasWords = 0x1
const hasScale = 0x8
const hasMore = 0x20
const hasTwoScales = 0x40
const hasMatrix = 0x80

/** Where in a composite outline the numbers of its parts stand. */
export function componentsOf(outline: Uint8Array): readonly number[] {
  if (outline.length < 10) return []
  const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength)
  if (view.getInt16(0) >= 0) return []
  const places: number[] = []
  let at = 10
  let flags = hasMore
  while ((flags & hasMore) !== 0) {
    flags = view.getUint16(at)
    places.push(at + 2)
    at += 4 + ((flags & hasWords) === 0 ? 2 : 4)
    if ((flags & hasScale) !== 0) at += 2
    else if ((flags & hasTwoScales) !== 0) at += 4
    else if ((flags & hasMatrix) !== 0) at += 8
  }
  return places
}

/** Glyphs of one run of text in one font. */
export interface TextRun {
  readonly font: number
  readonly hex: string
}

interface Shown {
  readonly font: number
  readonly hex: string
  readonly width: number
}

/** The fonts of one document: takes glyphs from several packs and remembers what none of them has. */
export class PrintFonts {
  readonly used: UsedFont[] = []
  readonly missing = new Set<string>()
  readonly #packs: readonly FontPack[]
  readonly #shown = new Map<string, Shown | undefined>()

  constructor(packs: readonly FontPack[]) {
    this.#packs = packs
  }

  /** Width in ems. */
  width(text: string): number {
    let sum = 0
    for (const character of text) sum += this.#show(character)?.width ?? 1
    return sum
  }

  /** The text as runs of glyphs; a character without a glyph is put into `missing`. */
  runs(text: string): readonly TextRun[] {
    const runs: { font: number; hex: string }[] = []
    for (const character of text) {
      const shown = this.#show(character)
      if (shown === undefined) continue
      const last = runs.at(-1)
      if (last?.font === shown.font) last.hex += shown.hex
      else runs.push({ font: shown.font, hex: shown.hex })
    }
    return runs
  }

  #show(character: string): Shown | undefined {
    if (this.#shown.has(character)) return this.#shown.get(character)
    const shown = this.#find(character)
    if (shown === undefined) this.missing.add(character)
    this.#shown.set(character, shown)
    return shown
  }

  #find(character: string): Shown | undefined {
    const codePoint = character.codePointAt(0) ?? 0
    for (const pack of this.#packs) {
      const glyph = pack.glyphOf.get(codePoint)
      if (glyph === undefined) continue
      const font = this.#fontOf(pack)
      const taken = this.used[font]?.take(codePoint, { pack, glyph }) ?? 0
      const width = (pack.advances[glyph] ?? 0) / pack.unitsPerEm
      return { font, hex: taken.toString(16).padStart(4, '0'), width }
    }
    return undefined
  }

  #fontOf(pack: FontPack): number {
    const known = this.used.findIndex(({ name }) => name === pack.source)
    if (known >= 0) return known
    return this.used.push(new UsedFont(pack.source, pack.unitsPerEm)) - 1
  }
}
