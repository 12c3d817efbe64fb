import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type FontPack, readPack } from '#core/print/font-pack.ts'
import { screenFont } from '#core/print/screen-font.ts'
import { openFont } from '#server/fonts/source-font.ts'

describe('a font for the screen', () => {
  const pack = readPack(gunzipSync(readFileSync('public/fonts/hana-8.pack')))
  const font = openFont(screenFont(pack))

  it('has every character of its pack, as it is printed', () => {
    expect(new Set(font.glyphOf.keys())).toEqual(new Set(pack.glyphOf.keys()))
    expect(font.unitsPerEm).toBe(pack.unitsPerEm)
    for (const [codePoint, glyph] of pack.glyphOf) {
      const made = font.glyphOf.get(codePoint) ?? 0
      const printed = pack.outlines[glyph] ?? new Uint8Array(0)
      // What fills up to four bytes is no part of the outline.
      const outline = font.outline(made).subarray(0, printed.length)
      if (new DataView(printed.slice().buffer).getInt16(0) >= 0 && Buffer.compare(outline, printed) !== 0)
        throw new Error(`U+${codePoint.toString(16)} is drawn otherwise`)
      if (font.advance(made) !== pack.advances[glyph])
        throw new Error(`U+${codePoint.toString(16)} is as wide as another`)
    }
  })

  it('has an empty glyph for everything else, and none for a character', () => {
    expect(font.outline(0)).toHaveLength(0)
    expect([...font.glyphOf.values()]).not.toContain(0)
  })

  it('takes the parts of a glyph that is put together along', () => {
    const simple = Uint8Array.from([0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0])
    // More than one: −1 contours, then a part with its two offsets in a byte each.
    const composed = Uint8Array.from([255, 255, 0, 0, 0, 0, 0, 1, 0, 1, 0, 2, 0, 0, 5, 5])
    const small: FontPack = {
      source: 'Hana',
      unitsPerEm: 1000,
      glyphOf: new Map([
        [0x20001, 1],
        [0x20002, 0],
      ]),
      advances: [1000, 500],
      outlines: [simple, composed],
    }
    const made = openFont(screenFont(small))
    const outline = made.outline(made.glyphOf.get(0x20001) ?? 0)
    const part = new DataView(outline.slice().buffer).getUint16(12)
    expect(part).toBeGreaterThan(0)
    expect([...made.outline(part)]).toEqual([...simple])
  })
})
