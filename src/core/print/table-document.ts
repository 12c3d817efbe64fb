import { columnWidths, type ColumnWish, tableRoom, tableTextSize as textSize } from './column-widths.ts'
import { type PageMarks, footHeight, margin, marksOver } from './page-marks.ts'
import { type Align, type Box, Paper, type PaperSize, wrapText } from './paper.ts'
import type { PdfPage } from './pdf-file.ts'
import type { PrintFonts } from './print-fonts.ts'

/** One column; widths are shares of the whole. */
export interface TableColumn extends ColumnWish {
  readonly title: string
  readonly align?: Align
  /** Its values are shares from 0 to 1, drawn as bars; they are not written. */
  readonly isBar?: boolean
}

/** An empty box for a signature or a stamp. */
export interface TableBox {
  readonly label: string
  /** In its lower right corner, e.g. where the date goes. */
  readonly foot?: string
}

/** A table of any length, such as a roster. */
export interface TablePrint {
  readonly title: string
  /** Lines under the title: who reports, how many, when. */
  readonly lead?: readonly string[]
  readonly paper: PaperSize
  readonly columns: readonly TableColumn[]
  readonly rows: Iterable<readonly string[]>
  /** Last row, set off from the others: the sums of the columns. */
  readonly sums?: readonly string[]
  /** Line under the rows of a page, told by the first of them and the one after the last. */
  readonly pageTotal?: (from: number, to: number) => string
  /** Line under the last row. */
  readonly totals?: string
  /** Empty boxes after the table: 制表人签名, 单位盖章. */
  readonly boxes: readonly TableBox[]
  readonly marks: PageMarks
  /** Called now and then with the number of rows laid out; throw to stop. */
  readonly onProgress?: (rows: number) => void
}

const titleSize = 16
const padding = 3
const boxHeight = 64
const totalHeight = 18
const progressEvery = 500
const headGray = 0.92
const sumsGray = 0.96
const barGray = 0.45
const barHeight = 6

class TablePages {
  readonly paper: Paper
  readonly #print: TablePrint
  readonly #widths: readonly number[]
  readonly #bottom: number
  #y = margin
  #row = 0
  #firstOfPage = 0

  constructor(print: TablePrint, fonts: PrintFonts) {
    this.paper = new Paper(print.paper, fonts)
    this.#print = print
    this.#widths = columnWidths(print.columns, tableRoom(print.paper)).map((width) => width * textSize)
    this.#bottom = print.paper.height - margin - footHeight + 20 - (print.pageTotal ? totalHeight : 0)
    // A long title is set smaller rather than cut.
    const room = (print.paper.width - 2 * margin) / Math.max(1, fonts.width(print.title))
    this.paper.centred(this.#y, Math.min(titleSize, room), print.title)
    this.#y += titleSize * 1.8
    this.#lead(print.lead ?? [])
    this.#head()
  }

  #lead(lines: readonly string[]): void {
    const room = (this.paper.size.width - 2 * margin) / textSize
    for (const line of lines.flatMap((each) => wrapText(each, room, this.paper.fonts))) {
      this.paper.line(margin, this.#y, textSize, line)
      this.#y += textSize * 1.7
    }
    if (lines.length > 0) this.#y += 2
  }

  row(values: readonly string[], gray?: number): void {
    const lines = this.#shape(values)
    const height = this.#heightOf(lines)
    if (this.#y + height > this.#bottom) {
      this.#pageTotal()
      this.#nextPage()
      this.#head()
    }
    if (gray !== undefined)
      this.paper.shade([{ x: margin, y: this.#y, width: this.paper.size.width - 2 * margin, height }], gray)
    this.#draw(lines, height)
    this.#row += 1
  }

  /** What stands under the last row. */
  end(): void {
    if (this.#print.sums) this.row(this.#print.sums, sumsGray)
    this.#pageTotal()
    if (this.#print.totals !== undefined) this.#total(this.#print.totals)
    this.#boxes(this.#print.boxes)
  }

  #pageTotal(): void {
    const { pageTotal } = this.#print
    // The room for it was kept free.
    if (pageTotal) this.#bar(pageTotal(this.#firstOfPage, this.#row))
    this.#firstOfPage = this.#row
  }

  #total(text: string): void {
    if (this.#y + totalHeight > this.#bottom) this.#nextPage()
    this.#bar(text)
  }

  #bar(text: string): void {
    const [width, height] = [this.paper.size.width - 2 * margin, totalHeight]
    this.paper.frame({ x: margin, y: this.#y, width, height })
    this.paper.lines({ x: margin + padding, y: this.#y, width, height }, [text], { size: textSize })
    this.#y += height
  }

  #boxes(boxes: readonly TableBox[]): void {
    if (boxes.length === 0) return
    if (this.#y + boxHeight + 12 > this.#bottom) this.#nextPage()
    const width = (this.paper.size.width - 2 * margin) / boxes.length
    for (const [index, { label, foot = '' }] of boxes.entries()) {
      const x = margin + index * width
      this.paper.frame({ x, y: this.#y + 12, width, height: boxHeight })
      this.paper.line(x + padding + 1, this.#y + 17, textSize, label)
      const footWidth = this.paper.fonts.width(foot) * textSize
      this.paper.line(x + width - footWidth - padding, this.#y + boxHeight - 4, textSize, foot)
    }
    this.#y += boxHeight + 12
  }

  #nextPage(): void {
    this.paper.newPage()
    this.#y = margin
  }

  #head(): void {
    const lines = this.#shape(this.#print.columns.map(({ title }) => title))
    const height = this.#heightOf(lines) + 4
    this.paper.shade([{ x: margin, y: this.#y, width: this.paper.size.width - 2 * margin, height }], headGray)
    this.#draw(lines, height)
  }

  #shape(values: readonly string[]): readonly (readonly string[])[] {
    return this.#widths.map((width, index) =>
      this.#isBar(index, values[index])
        ? [values[index] ?? '']
        : wrapText(values[index] ?? '', (width - 2 * padding) / textSize, this.paper.fonts),
    )
  }

  /** Whether a value is drawn: the head and the sums of such a column are words. */
  #isBar(index: number, value = ''): boolean {
    return this.#print.columns[index]?.isBar === true && /^[01](\.\d+)?$/.test(value)
  }

  #share({ x, y, width, height }: Box, share: number): void {
    if (share === 0) return
    this.paper.shade([{ x, y: y + (height - barHeight) / 2, width: width * share, height: barHeight }], barGray)
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
      const [first = ''] = lines[index] ?? []
      if (this.#isBar(index, first)) this.#share(box, Number(first))
      else this.paper.lines(box, lines[index] ?? [], { size: textSize, align })
      x += width
    }
    this.#y += height
  }
}

/** The pages of a table as they are finished; their marks are not on them yet, which say how many there are. */
export function* tablePages(print: TablePrint, fonts: PrintFonts): Generator<PdfPage, void> {
  const pages = new TablePages(print, fonts)
  let index = 0
  for (const row of print.rows) {
    pages.row(row)
    yield* pages.paper.takeFinished()
    if (index % progressEvery === 0) print.onProgress?.(index)
    index += 1
  }
  pages.end()
  yield* pages.paper.takeFinished()
  yield* pages.paper.pages()
}

/** Lays out a table with its head on every page, totals, and boxes for signature and stamp. */
export const renderTable = (print: TablePrint, fonts: PrintFonts): readonly PdfPage[] => renderTables([print], fonts)

/** Lays out tables one after the other, each on pages of its own, counted through. */
export function renderTables(prints: readonly TablePrint[], fonts: PrintFonts): readonly PdfPage[] {
  const unmarked = prints.flatMap((print) => {
    const over = marksOver(print.paper, fonts, print.marks)
    return [...tablePages(print, fonts)].map((page) => ({ page, over }))
  })
  const all = unmarked.length
  return unmarked.map(({ page, over }, index) => ({
    width: page.width,
    height: page.height,
    operators: page.operators + over({ page: index, all }),
  }))
}
