import { officialRow } from '#core/record/place-in.ts'
import { type PersonRecord, type Row, rowsOf } from '#core/record/record.ts'
import type { Field, Scheme, Sheet } from '#core/scheme/scheme.ts'
import { type PageMarks, drawMarks, footHeight, margin } from './page-marks.ts'
import { Paper, a4, wrapText } from './paper.ts'
import type { PdfPage } from './pdf-file.ts'
import type { PrintFonts } from './print-fonts.ts'

/** The form to print: blank when there is no record. */
export interface FormPrint {
  readonly scheme: Scheme
  readonly record?: PersonRecord
  readonly shownValue: (field: Field, value: string) => string
  readonly marks: PageMarks
}

interface Cell {
  readonly span: number
  readonly label: string
  readonly value: string
}

const twelfths = 12
const textSize = 9
const labelSize = 8.5
const padding = 4
const titleSize = 18
const headSize = 11
const blankRowHeight = 26
const entryHeight = 16
const labelShare = 62
const innerWidth = a4.width - 2 * margin

/** Entries that the blank form has room for, where one is not enough: both are to be filled in, alike or not (S2-13). */
const blankEntries: Readonly<Record<string, readonly string[]>> = { education: ['（第一学历）', '（最高学历）'] }

function cellsOf(sheet: Sheet, row: Row, { shownValue }: FormPrint): readonly Cell[] {
  return sheet.fields
    .filter(({ kind }) => kind !== 'sequence')
    .map((field) => {
      const value = row[field.key] ?? ''
      // Less than half a line is too narrow for label and value.
      return { span: field.span > 6 ? twelfths : 6, label: field.label, value: value && shownValue(field, value) }
    })
}

function bandsOf(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  const bands: Cell[][] = []
  let left = 0
  for (const cell of cells) {
    if (cell.span > left) {
      bands.push([])
      left = twelfths
    }
    bands.at(-1)?.push(cell)
    left -= cell.span
  }
  // The last cell of a line reaches the edge.
  return bands.map((band) => {
    const taken = band.slice(0, -1).reduce((sum, { span }) => sum + span, 0)
    return band.map((cell, index) => (index === band.length - 1 ? { ...cell, span: twelfths - taken } : cell))
  })
}

class FormPages {
  readonly paper: Paper
  #y = margin

  constructor(fonts: PrintFonts) {
    this.paper = new Paper(a4, fonts)
  }

  get #bottom(): number {
    return a4.height - margin - footHeight + 20
  }

  title(text: string): void {
    this.paper.centred(this.#y, titleSize, text)
    this.#y += titleSize * 2
  }

  /** Makes room for so much, on a new page under a repeated heading when needed. */
  room(height: number, heading = ''): void {
    if (this.#y + height <= this.#bottom) return
    this.paper.newPage()
    this.#y = margin
    if (heading !== '') this.heading(`${heading}（续）`)
  }

  /** A heading with so much room for what follows. */
  heading(text: string, following = blankRowHeight): void {
    const height = headSize * 2
    this.room(height + following)
    this.paper.shade([{ x: margin, y: this.#y, width: innerWidth, height }], 0.92)
    this.paper.frame({ x: margin, y: this.#y, width: innerWidth, height })
    this.paper.lines({ x: margin + padding, y: this.#y, width: innerWidth, height }, [text], { size: headSize })
    this.#y += height
  }

  subheading(text: string): void {
    const height = entryHeight
    this.paper.frame({ x: margin, y: this.#y, width: innerWidth, height })
    this.paper.lines({ x: margin + padding, y: this.#y, width: innerWidth, height }, [text], { size: labelSize })
    this.#y += height
  }

  band(cells: readonly Cell[], heading: string): void {
    const { fonts } = this.paper
    const shaped = cells.map((cell) => {
      const width = (innerWidth * cell.span) / twelfths
      const valueWidth = width - labelShare - 2 * padding
      return {
        width,
        valueWidth,
        label: wrapText(cell.label, (labelShare - 2 * padding) / labelSize, fonts),
        value: wrapText(cell.value, valueWidth / textSize, fonts),
      }
    })
    const tallest = shaped.flatMap(({ label, value }) => [
      this.paper.heightOf(label, labelSize),
      this.paper.heightOf(value, textSize),
    ])
    const height = Math.max(blankRowHeight, ...tallest.map((each) => each + 2 * padding))
    this.room(height, heading)
    let x = margin
    for (const { width, valueWidth, label, value } of shaped) {
      const [y, inner] = [this.#y, x + labelShare + padding]
      this.paper.frame({ x, y, width: labelShare, height })
      this.paper.frame({ x: x + labelShare, y, width: width - labelShare, height })
      const labelBox = { x: x + padding, y, width: labelShare - 2 * padding, height }
      this.paper.lines(labelBox, label, { size: labelSize, align: 'middle' })
      this.paper.lines({ x: inner, y, width: valueWidth, height }, value, { size: textSize })
      x += width
    }
    this.#y += height
  }

  signatures(): void {
    const height = 76
    this.room(height + 12)
    this.#y += 12
    const width = innerWidth / 2
    const boxes = ['本人承诺以上内容属实。本人签名：', '单位审核意见（盖章）：']
    for (const [index, text] of boxes.entries()) {
      const x = margin + index * width
      this.paper.frame({ x, y: this.#y, width, height })
      this.paper.line(x + padding, this.#y + padding + 2, textSize, text)
      this.paper.line(x + width - 92, this.#y + height - 18, textSize, '年　　月　　日')
    }
    this.#y += height
  }

  gap(): void {
    this.#y += 10
  }
}

/** Lays out the blank or the filled form of all sheets on A4. */
export function formPages(print: FormPrint, fonts: PrintFonts): readonly PdfPage[] {
  const pages = new FormPages(fonts)
  // 采集方案 is what is asked for, 采集表 what is printed (附件 2).
  pages.title(`${print.scheme.name}表`)
  for (const sheet of print.scheme.sheets) drawSheet(pages, sheet, print)
  pages.signatures()
  drawMarks(pages.paper, print.marks)
  return pages.paper.pages()
}

interface Entry {
  readonly label: string
  readonly bands: readonly (readonly Cell[])[]
}

function entriesOf(sheet: Sheet, print: FormPrint): readonly Entry[] {
  const entryOf = (row: Row, index: number, meant = ''): Entry => ({
    label: `${officialRow(index + 1)}${meant}`,
    bands: bandsOf(cellsOf(sheet, row, print)),
  })
  if (!print.record) return (blankEntries[sheet.key] ?? ['']).map((meant, index) => entryOf({}, index, meant))
  const filled = rowsOf(print.record, sheet.key)
  return filled.length > 0 ? filled.map((row, index) => entryOf(row, index)) : [{ label: '（无）', bands: [] }]
}

function drawSheet(pages: FormPages, sheet: Sheet, print: FormPrint): void {
  const ofEntry = sheet.kind === 'rows' ? entryHeight : 0
  for (const [index, { label, bands }] of entriesOf(sheet, print).entries()) {
    const room = ofEntry + blankRowHeight * Math.min(bands.length, 6)
    if (index === 0) pages.heading(sheet.title, room)
    else pages.room(room, sheet.title)
    if (sheet.kind === 'rows') pages.subheading(label)
    for (const band of bands) pages.band(band, sheet.title)
  }
  pages.gap()
}
