import { type PageMarks, drawMarks, footHeight, margin } from './page-marks.ts'
import { Paper, type PaperSize, wrapText } from './paper.ts'
import type { PdfPage } from './pdf-file.ts'
import type { PrintFonts } from './print-fonts.ts'

/** One column; widths are shares of the whole. */
export interface TableColumn {
  readonly title: string
  readonly share: number
  readonly align?: 'start' | 'middle'
}

/** A table of any length, such as a roster. */
export interface TablePrint {
  readonly title: string
  readonly paper: PaperSize
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly string[])[]
  /** Line under the last row. */
  readonly totals?: string
  /** Empty boxes after the table: 制表人签名, 单位盖章. */
  readonly boxes: readonly string[]
  readonly marks: PageMarks
  /** Called now and then with the number of rows laid out; throw to stop. */
  readonly onProgress?: (rows: number) => void
}

const textSize = 9
const titleSize = 16
const padding = 3
const boxHeight = 64
const progressEvery = 500

class TablePages {
  readonly paper: Paper
  readonly #print: TablePrint
  readonly #widths: readonly number[]
  readonly #bottom: number
  #y = margin

  constructor(print: TablePrint, fonts: PrintFonts) {
    this.paper = new Paper(print.paper, fonts)
    this.#print = print
    const shares = print.columns.reduce((sum, { share }) => sum + share, 0)
    this.#widths = print.columns.map(({ share }) => ((print.paper.width - 2 * margin) * share) / shares)
    this.#bottom = print.paper.height - margin - footHeight + 20
    this.paper.centred(this.#y, titleSize, print.title)
    this.#y += titleSize * 2
    this.#head()
  }

  row(values: readonly string[]): void {
    const lines = this.#shape(values)
    const height = this.#heightOf(lines)
    if (this.#y + height > this.#bottom) {
      this.#nextPage()
      this.#head()
    }
    this.#draw(lines, height)
  }

  totals(text: string): void {
    const [width, height] = [this.paper.size.width - 2 * margin, 20]
    if (this.#y + height > this.#bottom) this.#nextPage()
    this.paper.frame({ x: margin, y: this.#y, width, height })
    this.paper.lines({ x: margin + padding, y: this.#y, width, height }, [text], { size: textSize })
    this.#y += height
  }

  boxes(labels: readonly string[]): void {
    if (this.#y + boxHeight + 12 > this.#bottom) this.#nextPage()
    const width = (this.paper.size.width - 2 * margin) / Math.max(labels.length, 1)
    labels.forEach((label, index) => {
      const x = margin + index * width
      this.paper.frame({ x, y: this.#y + 12, width, height: boxHeight })
      this.paper.line(x + padding + 1, this.#y + 17, textSize, label)
    })
    this.#y += boxHeight + 12
  }

  #nextPage(): void {
    this.paper.newPage()
    this.#y = margin
  }

  #head(): void {
    const lines = this.#shape(this.#print.columns.map(({ title }) => title))
    const height = this.#heightOf(lines) + 4
    this.paper.shade([{ x: margin, y: this.#y, width: this.paper.size.width - 2 * margin, height }], 0.92)
    this.#draw(lines, height)
  }

  #shape(values: readonly string[]): readonly (readonly string[])[] {
    return this.#widths.map((width, index) =>
      wrapText(values[index] ?? '', (width - 2 * padding) / textSize, this.paper.fonts),
    )
  }

  #heightOf(lines: readonly (readonly string[])[]): number {
    return Math.max(...lines.map((each) => this.paper.heightOf(each, textSize))) + 2 * padding
  }

  #draw(lines: readonly (readonly string[])[], height: number): void {
    let x = margin
    for (const [index, width] of this.#widths.entries()) {
      const align = this.#print.columns[index]?.align ?? 'start'
      this.paper.frame({ x, y: this.#y, width, height })
      const box = { x: x + padding, y: this.#y, width: width - 2 * padding, height }
      this.paper.lines(box, lines[index] ?? [], { size: textSize, align })
      x += width
    }
    this.#y += height
  }
}

/** Lays out a table with its head on every page, totals, and boxes for signature and stamp. */
export function renderTable(print: TablePrint, fonts: PrintFonts): readonly PdfPage[] {
  const pages = new TablePages(print, fonts)
  for (const [index, row] of print.rows.entries()) {
    pages.row(row)
    if (index % progressEvery === 0) print.onProgress?.(index)
  }
  if (print.totals !== undefined) pages.totals(print.totals)
  pages.boxes(print.boxes)
  drawMarks(pages.paper, print.marks)
  return pages.paper.pages()
}
