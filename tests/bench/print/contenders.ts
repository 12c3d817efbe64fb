import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { encode } from 'uqr'
import * as v from 'valibot'
import { formPages } from '#core/print/form-document.ts'
import { packsFor, readPack } from '#core/print/font-pack.ts'
import { a4, a4Landscape } from '#core/print/paper.ts'
import { pdfFile } from '#core/print/pdf-file.ts'
import { PrintFonts } from '#core/print/print-fonts.ts'
import { renderTable } from '#core/print/table-document.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { aPerson } from '#tests/support/people.ts'
import type { BenchDocument } from './documents.ts'

/** Makes the document; the scheme is there for the form. */
export type Contender = (document: BenchDocument, scheme: Scheme | undefined) => Promise<Uint8Array>

const notoFile = 'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'
const fonts = 'dist/fonts/'
const textSize = 9
const padding = 3
const margin = 42
const listSchema = v.array(
  v.object({ file: v.string(), bytes: v.number(), common: v.boolean(), ranges: v.array(v.number()) }),
)

/** The packs a text needs, as the worker of the app reads them. */
function packsOf(text: string): PrintFonts {
  const entries = v.parse(listSchema, JSON.parse(readFileSync(`${fonts}packs.json`, 'utf8')))
  const needed = new Set([...entries.filter(({ common }) => common), ...packsFor(text, entries).packs])
  return new PrintFonts([...needed].map(({ file }) => readPack(gunzipSync(readFileSync(fonts + file)))))
}

const marks = { note: '采报', digest: '0123-4567-89ab-cdef', qr: encode('CAIBAO').data }

const ours: Contender = async (document, scheme) => {
  const printFonts = packsOf(JSON.stringify([document, scheme ?? '', marks.note, '第页共校验码本人承诺以上内容属实']))
  const pages = scheme
    ? formPages({ scheme, record: aPerson(), shownValue: (_field, value) => value, marks }, printFonts)
    : renderTable(
        {
          title: document.title,
          paper: document.isLandscape ? a4Landscape : a4,
          columns: document.head.map((title, index) => ({ title, share: document.widths[index] ?? 1 })),
          rows: document.rows,
          boxes: [],
          marks,
        },
        printFonts,
      )
  return pdfFile(pages, printFonts, document.title)
}

const pdfkit: Contender = async ({ title, isLandscape, widths, head, rows }) => {
  const { default: PDFDocument } = await import('pdfkit')
  const chunks: Uint8Array[] = []
  const pdf = new PDFDocument({ size: 'A4', layout: isLandscape ? 'landscape' : 'portrait', margin, font: notoFile })
  pdf.on('data', (chunk) => chunks.push(chunk))
  const ended = new Promise<void>((resolve) => {
    pdf.on('end', resolve)
  })
  pdf.registerFont('noto', notoFile).font('noto').fontSize(textSize)
  pdf.text(title, margin, margin, { width: 400 })
  let y = margin + 30
  function line(cells: readonly string[]): void {
    const heights = cells.map((cell, index) =>
      pdf.heightOfString(cell === '' ? ' ' : cell, { width: (widths[index] ?? 0) - 2 * padding }),
    )
    const height = Math.max(...heights) + 2 * padding
    if (y + height > pdf.page.height - margin) {
      pdf.addPage()
      y = margin
      if (cells !== head) line(head)
    }
    let x = margin
    cells.forEach((cell, index) => {
      const width = widths[index] ?? 0
      pdf.rect(x, y, width, height).stroke()
      if (cell !== '') pdf.text(cell, x + padding, y + padding, { width: width - 2 * padding })
      x += width
    })
    y += height
  }
  line(head)
  for (const row of rows) line(row)
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}

const pdfmake: Contender = async ({ title, isLandscape, widths, head, rows }) => {
  const { default: maker } = await import('pdfmake')
  maker.setUrlAccessPolicy(() => false)
  maker.setLocalAccessPolicy(() => true)
  maker.setFonts({ noto: { normal: notoFile, bold: notoFile } })
  const body = [head, ...rows].map((cells) => cells.slice())
  return maker
    .createPdf({
      pageSize: 'A4',
      pageOrientation: isLandscape ? 'landscape' : 'portrait',
      pageMargins: margin,
      defaultStyle: { font: 'noto', fontSize: textSize },
      content: [title, { table: { headerRows: 1, widths: [...widths], body } }],
    })
    .getBuffer()
}

/** Who makes the same documents. */
export const contenders: Readonly<Record<string, Contender>> = { 'this app': ours, pdfkit, pdfmake }
