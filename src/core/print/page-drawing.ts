import { glyphPath } from './glyph-path.ts'
import type { Box } from './paper.ts'
import type { PdfPage } from './pdf-file.ts'
import type { PrintFonts } from './print-fonts.ts'

/** One thing drawn on a page; points from the lower left corner, as in the file. */
export type DrawingStep =
  | { readonly kind: 'frame'; readonly box: Box }
  | { readonly kind: 'shade'; readonly gray: number; readonly boxes: readonly Box[] }
  | { readonly kind: 'text'; readonly x: number; readonly y: number; readonly runs: readonly DrawnRun[] }

/** Glyphs of one font, one after the other. */
export interface DrawnRun {
  readonly font: number
  readonly size: number
  readonly glyphs: readonly number[]
}

/** A page as it is shown before it is printed. */
export interface PageDrawing {
  readonly width: number
  readonly height: number
  readonly steps: readonly DrawingStep[]
}

/** The glyphs of a font that a document uses. */
export interface DrawnFont {
  readonly unitsPerEm: number
  readonly advances: readonly number[]
  /** SVG paths in units of the font. */
  readonly paths: readonly string[]
}

const box = (numbers: readonly number[]): Box => {
  const [x = 0, y = 0, width = 0, height = 0] = numbers
  return { x, y, width, height }
}
const numbersOf = (text: string): readonly number[] => text.trim().split(/\s+/).map(Number)

function textStep(line: string): DrawingStep {
  const [x = 0, y = 0] = numbersOf(/^BT (.+?) Td/.exec(line)?.[1] ?? '')
  const runs = [...line.matchAll(/\/F(\d+) ([\d.]+) Tf<(\w*)>Tj/g)].map(([, font, size, hex = '']) => ({
    font: Number(font),
    size: Number(size),
    glyphs: (hex.match(/.{4}/g) ?? []).map((digits) => Number.parseInt(digits, 16)),
  }))
  return { kind: 'text', x, y, runs }
}

function stepsOf(line: string): readonly DrawingStep[] {
  if (line.startsWith('BT ')) return [textStep(line)]
  if (line.endsWith(' re S')) return [{ kind: 'frame', box: box(numbersOf(line.slice(0, -5))) }]
  const shade = /^(\S+) g (.*) re f 0 g$/.exec(line)
  if (!shade) return []
  const boxes = (shade[2] ?? '').split(' re').map((each) => box(numbersOf(each)))
  return [{ kind: 'shade', gray: Number(shade[1]), boxes }]
}

/** What the operators of a page draw: read back from what goes into the file, so that both are the same. */
export function pageDrawing({ width, height, operators }: PdfPage): PageDrawing {
  return { width, height, steps: operators.split('\n').flatMap(stepsOf) }
}

/** The fonts of a document, to be drawn with. */
export const drawnFonts = ({ used }: PrintFonts): readonly DrawnFont[] =>
  used.map(({ unitsPerEm, advances, outlines }) => ({
    unitsPerEm,
    advances,
    paths: outlines.map((_outline, glyph) => glyphPath(outlines, glyph)),
  }))
