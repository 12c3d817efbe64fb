import { fontProgram } from './font-program.ts'
import type { PrintFonts, UsedFont } from './print-fonts.ts'

/** One finished page: its size in points and its drawing operators. */
export interface PdfPage {
  readonly width: number
  readonly height: number
  readonly operators: string
}

const encoder = new TextEncoder()

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  // Not by way of a Blob: WebKit cannot read one in the worker of a page that is a file on the disk.
  const whole = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
  return new Uint8Array(await new Response(whole.pipeThrough(new CompressionStream('deflate'))).arrayBuffer())
}

/** The objects of a file as they are written; their bytes are taken away piece by piece. */
class PdfObjects {
  #parts: Uint8Array<ArrayBuffer>[] = []
  readonly #offsets: number[] = [0]
  #length = 0

  constructor() {
    this.#put(encoder.encode('%PDF-1.7\n%âãÏÓ\n'))
  }

  reserve(): number {
    return this.#offsets.push(-1) - 1
  }

  write(id: number, body: string): void {
    this.#offsets[id] = this.#length
    this.#put(encoder.encode(`${id} 0 obj\n${body}\nendobj\n`))
  }

  async stream(id: number, content: Uint8Array<ArrayBuffer>, extra = ''): Promise<void> {
    const packed = await deflate(content)
    this.#offsets[id] = this.#length
    this.#put(encoder.encode(`${id} 0 obj\n<</Filter/FlateDecode/Length ${packed.length}${extra}>>stream\n`))
    this.#put(packed)
    this.#put(encoder.encode('\nendstream\nendobj\n'))
  }

  finish(root: number, info: number): void {
    const start = this.#length
    const rows = this.#offsets.map((offset, id) =>
      id === 0 ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`,
    )
    const size = this.#offsets.length
    this.#put(
      encoder.encode(
        `xref\n0 ${size}\n${rows.join('')}trailer\n<</Size ${size}/Root ${root} 0 R/Info ${info} 0 R>>\nstartxref\n${start}\n%%EOF\n`,
      ),
    )
  }

  take(): readonly Uint8Array<ArrayBuffer>[] {
    const taken = this.#parts
    this.#parts = []
    return taken
  }

  #put(part: Uint8Array<ArrayBuffer>): void {
    this.#parts.push(part)
    this.#length += part.length
  }
}

function utf16Hex(text: string): string {
  let hex = ''
  for (let index = 0; index < text.length; index += 1) hex += text.charCodeAt(index).toString(16).padStart(4, '0')
  return hex
}

/** The text of every glyph, characters outside the BMP as surrogate pairs. */
function toUnicode(font: UsedFont): string {
  const lines = font.texts.flatMap((text, glyph) =>
    text === '' ? [] : [`<${glyph.toString(16).padStart(4, '0')}> <${utf16Hex(text)}>`],
  )
  const perBlock = 100
  const blocks: string[] = []
  for (let at = 0; at < lines.length; at += perBlock) {
    const block = lines.slice(at, at + perBlock)
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`)
  }
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
${blocks.join('\n')}
endcmap CMapName currentdict /CMap defineresource pop end end`
}

async function writeFont(objects: PdfObjects, id: number, font: UsedFont): Promise<void> {
  const program = objects.reserve()
  const descriptor = objects.reserve()
  const descendant = objects.reserve()
  const map = objects.reserve()
  const bytes = fontProgram(font)
  const name = `CAIBAO+${font.name}`
  const widths = font.advances.map((advance) => Math.round((advance * 1000) / font.unitsPerEm)).join(' ')
  await objects.stream(program, bytes, `/Length1 ${bytes.length}`)
  objects.write(
    descriptor,
    `<</Type/FontDescriptor/FontName/${name}/Flags 4/FontBBox[-200 -300 1200 1100]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 733/StemV 80/FontFile2 ${program} 0 R>>`,
  )
  objects.write(
    descendant,
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor ${descriptor} 0 R/DW 1000/W[0[${widths}]]/CIDToGIDMap/Identity>>`,
  )
  await objects.stream(map, encoder.encode(toUnicode(font)))
  objects.write(
    id,
    `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H/DescendantFonts[${descendant} 0 R]/ToUnicode ${map} 0 R>>`,
  )
}

/** A page by its number in the document, from 0, and how many the document has. */
export interface PagePlace {
  readonly page: number
  readonly all: number
}

/** Pages that come one after the other. */
export interface PdfSource {
  readonly pages: Iterable<PdfPage>
  /** What is drawn over each page when all are there; nothing when absent. */
  readonly over?: (place: PagePlace) => string
}

/** The pages as a PDF file, piece by piece: only what is on its way is held, however many pages there are. */
export async function* pdfPieces(
  { pages, over }: PdfSource,
  fonts: PrintFonts,
  title: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const objects = new PdfObjects()
  const [root, tree, info, resources] = [objects.reserve(), objects.reserve(), objects.reserve(), objects.reserve()]
  const kids: number[] = []
  const overlays: number[] = []
  for (const page of pages) {
    const [id, content] = [objects.reserve(), objects.reserve()]
    const contents = [content]
    if (over) {
      const overlay = objects.reserve()
      overlays.push(overlay)
      contents.push(overlay)
    }
    kids.push(id)
    await objects.stream(content, encoder.encode(page.operators))
    objects.write(
      id,
      `<</Type/Page/Parent ${tree} 0 R/MediaBox[0 0 ${page.width} ${page.height}]/Resources ${resources} 0 R/Contents[${listOf(contents)}]>>`,
    )
    yield* objects.take()
  }
  for (const [page, id] of overlays.entries()) {
    await objects.stream(id, encoder.encode(over?.({ page, all: kids.length }) ?? ''))
    yield* objects.take()
  }
  // Which glyphs are used is known only now.
  const fontIds = fonts.used.map(() => objects.reserve())
  for (const [index, font] of fonts.used.entries()) await writeFont(objects, fontIds[index] ?? 0, font)
  objects.write(resources, `<</Font<<${fontIds.map((id, index) => `/F${index} ${id} 0 R`).join('')}>>>>`)
  objects.write(tree, `<</Type/Pages/Count ${kids.length}/Kids[${listOf(kids)}]>>`)
  objects.write(root, `<</Type/Catalog/Pages ${tree} 0 R/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>>>`)
  objects.write(info, `<</Title<feff${utf16Hex(title)}>/Producer(Caibao)>>`)
  objects.finish(root, info)
  yield* objects.take()
}

const listOf = (ids: readonly number[]): string => ids.map((id) => `${id} 0 R`).join(' ')

/** The pages as a PDF file. */
export async function pdfFile(
  pages: readonly PdfPage[],
  fonts: PrintFonts,
  title: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for await (const piece of pdfPieces({ pages }, fonts, title)) pieces.push(piece)
  const file = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    file.set(piece, at)
    at += piece.length
  }
  return file
}
