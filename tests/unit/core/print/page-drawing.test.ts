import { describe, expect, it } from 'vitest'
import { glyphPath } from '#core/print/glyph-path.ts'
import { drawnFonts, pageDrawing } from '#core/print/page-drawing.ts'
import { a4, Paper } from '#core/print/paper.ts'
import { PrintFonts } from '#core/print/print-fonts.ts'
import { allFontPacks } from '#tests/support/font-packs.ts'

/** Numbers of a path, to see how far it reaches. */
function reachOf(path: string): { readonly width: number; readonly height: number } {
  const numbers = (path.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number)
  const [xs, ys] = [0, 1].map((axis) => numbers.filter((_number, index) => index % 2 === axis))
  const span = (values: readonly number[] = []): number => Math.max(...values) - Math.min(...values)
  return { width: span(xs), height: span(ys) }
}

describe('a page before it is printed', () => {
  it('is read back from the operators of the file', () => {
    const paper = new Paper(a4, new PrintFonts(allFontPacks()))
    paper.frame({ x: 10, y: 20, width: 30, height: 40 })
    paper.shade([
      { x: 1, y: 2, width: 3, height: 4 },
      { x: 5, y: 6, width: 7, height: 8 },
    ])
    paper.line(50, 60, 9, '王𬱖')
    const [page] = paper.pages().map(pageDrawing)
    expect(page?.steps).toEqual([
      { kind: 'frame', box: { x: 10, y: 781.89, width: 30, height: 40 } },
      {
        kind: 'shade',
        gray: 0,
        boxes: [
          { x: 1, y: 835.89, width: 3, height: 4 },
          { x: 5, y: 827.89, width: 7, height: 8 },
        ],
      },
      {
        kind: 'text',
        x: 50,
        y: 773.07,
        runs: [{ font: 0, size: 9, glyphs: [1, 2] }],
      },
    ])
  })

  it('draws every glyph that is used, of every font', () => {
    const fonts = new PrintFonts(allFontPacks())
    fonts.runs('一国①éÅ王𬱖𠮷\u{2CEB0}')
    for (const { unitsPerEm, paths } of drawnFonts(fonts)) {
      for (const path of paths.slice(1)) {
        expect(path).toMatch(/^M.*Z$/)
        const { width, height } = reachOf(path)
        expect(width).toBeGreaterThan(0)
        expect(Math.max(width, height)).toBeLessThan(unitsPerEm * 1.2)
      }
    }
  })

  it('draws a curve whose first point is off it, and nothing for an empty outline', () => {
    const diamond = new Uint8Array([
      0, 1, 0, 0, 0, 0, 0, 10, 0, 10, 0, 3, 0, 0, 0x30, 0x30, 0x30, 0x30, 10, 10, 10, 10, 10, 10, 10, 10,
    ])
    // Four points off the curve, each ten to the right and up of the one before.
    diamond.fill(0x36, 14, 18)
    expect(glyphPath([diamond], 0)).toBe('M25 25Q10 10 15 15Q20 20 25 25Q30 30 35 35Q40 40 25 25Z')
    expect(glyphPath([new Uint8Array(0)], 0)).toBe('')
    expect(glyphPath([], 3)).toBe('')
  })
})
