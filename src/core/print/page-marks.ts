import { type Box, Paper, type PaperSize } from './paper.ts'
import type { PagePlace } from './pdf-file.ts'
import type { PrintFonts } from './print-fonts.ts'

/** Modules of a QR code, dark ones true. */
export type QrModules = readonly (readonly boolean[])[]

/** What stands on each page of a document. */
export interface PageMarks {
  /** Foot line, e.g. the name of the document. */
  readonly note: string
  /** 校验码 in groups of four; absent on a blank form. */
  readonly digest?: string
  /** Modules of the QR code, dark ones true; absent on a blank form. */
  readonly qr?: QrModules
}

/** Empty edge of each page. */
export const margin = 42
/** Height kept free for the marks at the foot of each page. */
export const footHeight = 62
const qrSize = 52
const footSize = 8

/** Draws a QR code with its upper left corner there. */
export function drawQr(paper: Paper, rows: QrModules, corner: Pick<Box, 'x' | 'y'> & { readonly size: number }): void {
  const module = corner.size / Math.max(rows.length, 1)
  const dark = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) =>
      isDark ? [{ x: corner.x + x * module, y: corner.y + y * module, width: module, height: module }] : [],
    ),
  )
  paper.shade(dark)
}

/** Puts page n/m, 校验码 and QR code on the page that is drawn on. */
function drawPageMarks(paper: Paper, marks: PageMarks, { page, all }: PagePlace): void {
  const { width, height } = paper.size
  const top = height - margin - qrSize + 14
  paper.line(margin, top + 24, footSize, marks.note)
  if (marks.digest !== undefined) paper.line(margin, top + 38, footSize, `校验码 ${marks.digest}`)
  paper.centred(top + 38, footSize, `第 ${page + 1} 页 / 共 ${all} 页`)
  if (marks.qr !== undefined) drawQr(paper, marks.qr, { x: width - margin - qrSize, y: top, size: qrSize })
}

/** Puts page n/m, 校验码 and QR code on every page. */
export function drawMarks(paper: Paper, marks: PageMarks): void {
  for (let page = 0; page < paper.pageCount; page += 1) {
    paper.goTo(page)
    drawPageMarks(paper, marks, { page, all: paper.pageCount })
  }
}

/** The same to be drawn over a page that is finished. */
export function marksOver(size: PaperSize, fonts: PrintFonts, marks: PageMarks): (place: PagePlace) => string {
  return (place) => {
    const paper = new Paper(size, fonts)
    drawPageMarks(paper, marks, place)
    return paper.pages()[0]?.operators ?? ''
  }
}
