import { visibleText } from '#core/characters/visible-text.ts'
import type { Box } from './paper.ts'
import { a4, Paper, wrapText } from './paper.ts'
import { drawMarks, drawQr, footHeight, margin, type PageMarks, type QrModules } from './page-marks.ts'
import type { PdfPage } from './pdf-file.ts'
import type { PrintFonts } from './print-fonts.ts'

/** 退回单 on paper. */
export interface SlipPrint {
  readonly unit: string
  readonly name: string
  readonly revision: number
  readonly returnedOn: string
  readonly fingerprint: string
  readonly comments: readonly { readonly place: string; readonly reason: string; readonly text: string }[]
  /** The slip itself as a QR code, when it is small enough to be read from paper. */
  readonly qr?: QrModules
  readonly marks: PageMarks
}

const textSize = 11
const smallSize = 9
const titleSize = 20
const padding = 6
const qrSize = 190
const inner = a4.width - 2 * margin
const placeWidth = 170
const bottom = a4.height - margin - footHeight + 20
/** How much of a long remark begins at the end of a page. */
const fewLines = 5

class SlipPages {
  readonly paper: Paper
  #y = margin

  constructor(fonts: PrintFonts) {
    this.paper = new Paper(a4, fonts)
  }

  title(text: string): void {
    this.paper.centred(this.#y, titleSize, text)
    this.#y += titleSize * 2
  }

  paragraph(text: string, size = textSize): void {
    const lines = wrapText(text, inner / size, this.paper.fonts)
    this.#room(this.paper.heightOf(lines, size))
    for (const line of lines) {
      this.paper.line(margin, this.#y, size, line)
      this.#y += size * 1.6
    }
    this.#y += size * 0.4
  }

  /** One longer than a page goes on over the next, under its place again. */
  comment({ place, reason, text }: SlipPrint['comments'][number]): void {
    const said = text === '' ? reason : `${reason}\n${text}`
    let rest = wrapText(said, (inner - placeWidth - 2 * padding) / textSize, this.paper.fonts)
    for (let label = place; rest.length > 0; label = `${place}（续）`) {
      const left = wrapText(label, (placeWidth - 2 * padding) / smallSize, this.paper.fonts)
      const isLong = this.#heightOf(left, rest) > bottom - margin
      this.#room(this.#heightOf(left, isLong ? rest.slice(0, fewLines) : rest))
      const lineHeight = this.paper.heightOf([''], textSize)
      const piece = rest.slice(0, Math.max(1, Math.floor((bottom - this.#y - 2 * padding) / lineHeight)))
      this.#piece(left, piece)
      rest = rest.slice(piece.length)
    }
  }

  #heightOf(left: readonly string[], right: readonly string[]): number {
    return Math.max(this.paper.heightOf(left, smallSize), this.paper.heightOf(right, textSize)) + 2 * padding
  }

  #piece(left: readonly string[], right: readonly string[]): void {
    const [width, height] = [inner - placeWidth, this.#heightOf(left, right)]
    const boxes: readonly Box[] = [
      { x: margin, y: this.#y, width: placeWidth, height },
      { x: margin + placeWidth, y: this.#y, width, height },
    ]
    for (const box of boxes) this.paper.frame(box)
    const at = { y: this.#y, height }
    this.paper.lines({ ...at, x: margin + padding, width: placeWidth - 2 * padding }, left, { size: smallSize })
    this.paper.lines({ ...at, x: margin + placeWidth + padding, width: width - 2 * padding }, right, { size: textSize })
    this.#y += height
  }

  code(qr: QrModules): void {
    this.#room(qrSize + 16)
    drawQr(this.paper, qr, { x: (a4.width - qrSize) / 2, y: this.#y + 8, size: qrSize })
    this.#y += qrSize + 16
  }

  gap(): void {
    this.#y += 10
  }

  #room(height: number): void {
    if (this.#y + height <= bottom) return
    this.paper.newPage()
    this.#y = margin
  }
}

/** Lays out a return slip: who, which places and why, and how it is answered. */
export function slipPages(print: SlipPrint, fonts: PrintFonts): readonly PdfPage[] {
  const { unit, name, revision, returnedOn, fingerprint, comments, qr, marks } = print
  const pages = new SlipPages(fonts)
  pages.title('退　回　单')
  pages.paragraph(`${visibleText(name)}：`)
  pages.paragraph(`您第 ${revision} 版报送的下列内容需要核对或更正。更正后请重新生成报送，交回本单位。`)
  pages.gap()
  for (const comment of comments) pages.comment(comment)
  pages.gap()
  pages.paragraph(`${unit}　　${returnedOn}`)
  pages.paragraph(`单位指纹 ${fingerprint}`, smallSize)
  if (qr) {
    pages.paragraph(
      '在填写这份记录的设备上用相机扫下面的二维码，或打开退回单文件（.rtn），会直接回到上列栏目。',
      smallSize,
    )
    pages.code(qr)
  } else pages.paragraph('请在填写这份记录的设备上打开随附的退回单文件（.rtn），会直接回到上列栏目。', smallSize)
  drawMarks(pages.paper, marks)
  return pages.paper.pages()
}
