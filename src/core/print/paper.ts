import type { PdfPage } from './pdf-file.ts'
import type { PrintFonts } from './print-fonts.ts'

/** A rectangle in points, measured from the upper left corner of the page. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Which edge of its box a line of text keeps to. */
export type Align = 'start' | 'middle' | 'end'

/** How a line of text stands in its box. */
export interface TextStyle {
  readonly size: number
  readonly align?: Align
}

/** Sizes in points. */
export const a4 = { width: 595.28, height: 841.89 } as const
/** A4 lying on its side. */
export const a4Landscape = { width: a4.height, height: a4.width } as const
/** A3 lying on its side. */
export const a3Landscape = { width: 1190.55, height: a4.height } as const

/** Size of a sheet of paper. */
export interface PaperSize {
  readonly width: number
  readonly height: number
}

const digits = (value: number): string => String(Math.round(value * 100) / 100)
const lineHeight = 1.35
const baseline = 0.98
/** How much of the room that a line leaves stands before it. */
const shareBefore = { start: 0, middle: 0.5, end: 1 } as const

/** Pages being drawn. */
export class Paper {
  readonly size: PaperSize
  readonly fonts: PrintFonts
  readonly #pages: string[][] = []
  #given = 0
  #current: string[] = []

  constructor(size: PaperSize, fonts: PrintFonts) {
    this.size = size
    this.fonts = fonts
    this.newPage()
  }

  get pageCount(): number {
    return this.#given + this.#pages.length
  }

  newPage(): void {
    this.#current = ['0.4 w\n']
    this.#pages.push(this.#current)
  }

  /** Draws on an earlier page that was not given away, for what needs the number of pages. */
  goTo(page: number): void {
    this.#current = this.#pages[page] ?? this.#current
  }

  line(x: number, y: number, size: number, text: string): void {
    const runs = this.fonts.runs(text)
    if (runs.length === 0) return
    const shown = runs.map(({ font, hex }) => `/F${font} ${digits(size)} Tf<${hex}>Tj`).join('')
    this.#current.push(`BT ${digits(x)} ${digits(this.size.height - y - size * baseline)} Td${shown} ET\n`)
  }

  frame({ x, y, width, height }: Box): void {
    this.#current.push(
      `${digits(x)} ${digits(this.size.height - y - height)} ${digits(width)} ${digits(height)} re S\n`,
    )
  }

  shade(boxes: readonly Box[], gray = 0): void {
    const rectangles = boxes.map(
      ({ x, y, width, height }) =>
        `${digits(x)} ${digits(this.size.height - y - height)} ${digits(width)} ${digits(height)} re`,
    )
    this.#current.push(`${gray} g ${rectangles.join(' ')} f 0 g\n`)
  }

  centred(y: number, size: number, text: string): void {
    this.line((this.size.width - this.fonts.width(text) * size) / 2, y, size, text)
  }

  /** Lines in a box, in its middle height. */
  lines(box: Box, lines: readonly string[], style: TextStyle): void {
    let y = box.y + (box.height - lines.length * style.size * lineHeight) / 2
    for (const line of lines) {
      const rest = box.width - this.fonts.width(line) * style.size
      this.line(box.x + rest * shareBefore[style.align ?? 'start'], y, style.size, line)
      y += style.size * lineHeight
    }
  }

  heightOf(lines: readonly string[], size: number): number {
    return lines.length * size * lineHeight
  }

  pages(): readonly PdfPage[] {
    return this.#pages.map((operators) => this.#finished(operators))
  }

  /** Gives away the pages before the one that is drawn on, so that a long document need not be held whole. */
  takeFinished(): readonly PdfPage[] {
    const taken = this.#pages.splice(0, this.#pages.length - 1)
    this.#given += taken.length
    return taken.map((operators) => this.#finished(operators))
  }

  #finished(operators: readonly string[]): PdfPage {
    return { ...this.size, operators: operators.join('') }
  }
}

/** Breaks a text into lines no wider than `ems`; words of Latin letters and digits stay whole where they fit. */
export function wrapText(text: string, ems: number, fonts: PrintFonts): readonly string[] {
  if (!text.includes('\n') && fonts.width(text) <= ems) return [text]
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    let width = 0
    for (const piece of piecesOf(paragraph, ems, fonts)) {
      const wide = fonts.width(piece)
      if (line !== '' && width + wide > ems) {
        lines.push(line)
        line = ''
        width = 0
      }
      line += piece
      width += wide
    }
    lines.push(line)
  }
  return lines
}

function piecesOf(text: string, ems: number, fonts: PrintFonts): readonly string[] {
  const words = text.match(/[!-~]+|[^!-~]/gu) ?? []
  return words.flatMap((word) => (fonts.width(word) > ems ? Array.from(word) : word))
}
