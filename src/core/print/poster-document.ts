import { a4, Paper, wrapText } from './paper.ts'
import { drawQr, margin, type QrModules } from './page-marks.ts'
import type { PdfPage } from './pdf-file.ts'
import type { PrintFonts } from './print-fonts.ts'

/** 采集任务 as a poster for the notice board. */
export interface PosterPrint {
  readonly unit: string
  readonly scheme: string
  readonly deadline: string
  /** Fingerprint of the unit's key. */
  readonly fingerprint: string
  /** Who certified the unit's key, and with which fingerprint. */
  readonly certifiedBy?: string
  /** Where the app is found. */
  readonly address: string
  /** The link that carries the task. */
  readonly qr: QrModules
}

const inner = a4.width - 2 * margin
const qrSize = 280
const steps = [
  '用手机或电脑的相机扫二维码，或在浏览器打开下面的地址，再打开单位发的采集任务文件（.task）。',
  '核对屏幕上的单位名称和指纹与这张海报完全一致，再点“已核对，按此任务填写”。',
  '按证书原件填写。全程不需要网络，填写的内容只留在您的设备上。',
  '检查没有问题后点“生成报送”，把报送文件（.rpu）交给单位采集员。',
]

/** Lays out the poster on one A4 page. */
export function posterPages(print: PosterPrint, fonts: PrintFonts): readonly PdfPage[] {
  const paper = new Paper(a4, fonts)
  let y = margin
  const centred = (text: string, size: number, after = 1.6): void => {
    for (const line of wrapText(text, inner / size, fonts)) {
      paper.centred(y, size, line)
      y += size * after
    }
  }
  centred(print.scheme, 20)
  centred('采集任务', 30, 1.5)
  centred(print.unit, 22, 1.5)
  centred(print.deadline, 16)
  drawQr(paper, print.qr, { x: (a4.width - qrSize) / 2, y: y + 6, size: qrSize })
  y += qrSize + 18
  centred('单位指纹（请逐组核对）', 11)
  centred(print.fingerprint, 15)
  if (print.certifiedBy !== undefined) centred(print.certifiedBy, 10)
  y += 8
  for (const [index, step] of steps.entries()) {
    for (const [at, line] of wrapText(step, (inner - 24) / 12, fonts).entries()) {
      if (at === 0) paper.line(margin, y, 12, `${index + 1}.`)
      paper.line(margin + 24, y, 12, line)
      y += 12 * 1.6
    }
  }
  y += 6
  centred(print.address, 12)
  return paper.pages()
}
