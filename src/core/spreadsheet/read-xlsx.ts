import { fail, ok, type Result } from '#core/errors/result.ts'
import { isZip, openZip, readZipEntry } from '#core/zip/read-zip.ts'
import type { ZipEntry } from '#core/zip/zip-entry.ts'
import { isDateFormat } from './cell-values.ts'
import { TableReader, TooManyCells } from './read-sheet.ts'
import { type SpreadsheetError, spreadsheetLimits, type Table } from './spreadsheet.ts'
import { attributeOf, XmlRefused, type XmlToken, xmlTokens } from './xml-tokens.ts'

/** A part of the workbook as text, piece by piece. */
async function* textOf(part: Blob): AsyncGenerator<string, void> {
  const [first, second] = new Uint8Array(await part.slice(0, 2).arrayBuffer())
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  const decoder = new TextDecoder(encoding, { fatal: true })
  const reader = part.stream().getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    yield decoder.decode(next.value, { stream: true })
  }
  yield decoder.decode()
}

class Workbook {
  readonly #file: Blob
  readonly #entries: ReadonlyMap<string, ZipEntry>

  constructor(file: Blob, entries: readonly ZipEntry[]) {
    this.#file = file
    this.#entries = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]))
  }

  async part(path: string): Promise<Blob | undefined> {
    const entry = this.#entries.get(path.toLowerCase())
    if (!entry) return undefined
    const read = await readZipEntry(this.#file, entry)
    if (!read.ok) throw new XmlRefused()
    return read.value
  }

  /** Gives every token of a part, as many at a time as a piece of it holds. */
  async read(path: string, take: (token: XmlToken) => void): Promise<void> {
    const part = await this.part(path)
    if (part) for await (const tokens of xmlTokens(textOf(part))) for (const token of tokens) take(token)
  }
}

/** Collects the strings that cells share; readings above Chinese or Japanese characters are no part of the text. */
class StringReader {
  readonly strings: string[] = []
  #text = ''
  #isText = false
  #isReading = false

  take(token: XmlToken): void {
    if (token.kind === 'text') this.#add(token.text)
    else if (token.name === 'si') this.#turn(token.kind === 'close' || token.isEmpty)
    else if (token.name === 't') this.#isText = token.kind === 'open' && !token.isEmpty
    else if (token.name === 'rPh') this.#isReading = token.kind === 'open' && !token.isEmpty
  }

  #add(text: string): void {
    if (this.#isText && !this.#isReading) this.#text += text
    if (this.#text.length > spreadsheetLimits.cellLength) throw new TooManyCells()
  }

  #turn(isEnd: boolean): void {
    if (isEnd) this.strings.push(this.#text)
    this.#text = ''
    if (this.strings.length > spreadsheetLimits.sharedStrings) throw new TooManyCells()
  }
}

async function readSharedStrings(workbook: Workbook): Promise<readonly string[]> {
  const reader = new StringReader()
  await workbook.read('xl/sharedStrings.xml', (token) => reader.take(token))
  return reader.strings
}

/** For each cell style whether its numbers are dates. */
async function readDateStyles(workbook: Workbook): Promise<readonly boolean[]> {
  const codes = new Map<number, string>()
  const styles: boolean[] = []
  let isCellStyles = false
  await workbook.read('xl/styles.xml', (token) => {
    if (token.kind === 'text') return
    if (token.name === 'cellXfs') isCellStyles = token.kind === 'open'
    if (token.kind !== 'open') return
    if (token.name === 'numFmt') {
      codes.set(Number(attributeOf(token.attributes, 'numFmtId')), attributeOf(token.attributes, 'formatCode') ?? '')
    } else if (token.name === 'xf' && isCellStyles) {
      const id = Number(attributeOf(token.attributes, 'numFmtId') ?? '0')
      styles.push(isDateFormat(id, codes.get(id)))
    }
  })
  return styles
}

interface NamedSheet {
  readonly name: string
  readonly path: string
  readonly isHidden: boolean
}

async function readSheetNames(workbook: Workbook) {
  const targets = new Map<string, string>()
  await workbook.read('xl/_rels/workbook.xml.rels', (token) => {
    if (token.kind !== 'open' || token.name !== 'Relationship') return
    const target = attributeOf(token.attributes, 'Target') ?? ''
    targets.set(
      attributeOf(token.attributes, 'Id') ?? '',
      target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`,
    )
  })
  const sheets: NamedSheet[] = []
  let is1904 = false
  await workbook.read('xl/workbook.xml', (token) => {
    if (token.kind !== 'open') return
    if (token.name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributeOf(token.attributes, 'date1904') ?? '')
    if (token.name !== 'sheet') return
    const path = targets.get(/(?:^|\s)\w+:id\s*=\s*["']([^"']*)/.exec(token.attributes)?.[1] ?? '')
    const isHidden = /^(?:hidden|veryHidden)$/.test(attributeOf(token.attributes, 'state') ?? '')
    if (path !== undefined) sheets.push({ name: attributeOf(token.attributes, 'name') ?? '', path, isHidden })
  })
  return { sheets, is1904 }
}

async function readTables(workbook: Workbook): Promise<readonly Table[]> {
  const { sheets, is1904 } = await readSheetNames(workbook)
  if (sheets.length === 0) throw new XmlRefused()
  if (sheets.length > spreadsheetLimits.sheets) throw new TooManyCells()
  const strings = await readSharedStrings(workbook)
  const dateStyles = await readDateStyles(workbook)
  const tables: Table[] = []
  let cells = 0
  const shown = sheets.filter(({ isHidden }) => !isHidden)
  // What nobody sees nobody means to hand in; where nothing is shown, all of it was meant.
  for (const { name, path } of shown.length > 0 ? shown : sheets) {
    const reader = new TableReader({ strings, dateStyles, is1904 }, cells)
    await workbook.read(path, (token) => reader.take(token))
    tables.push({ name, rows: reader.rows, spoilt: reader.spoilt })
    cells = reader.cells
  }
  const hidden = shown.length > 0 ? sheets.filter(({ isHidden }) => isHidden) : []
  return [...tables, ...hidden.map(({ name }): Table => ({ name, rows: [], spoilt: new Map(), isHidden: true }))]
}

/** The sheets of an XLSX workbook as text: bounded before it is unpacked, without formulas, links or document types. */
export async function readXlsx(file: Blob): Promise<Result<readonly Table[], SpreadsheetError>> {
  if (file.size > spreadsheetLimits.sizeBytes) return fail('SPREADSHEET_TOO_LARGE', {})
  if (!(await isZip(file))) return fail('SPREADSHEET_NOT_ONE', {})
  const entries = await openZip(file, spreadsheetLimits.zip)
  if (!entries.ok) {
    return fail(entries.error.code === 'ZIP_TOO_LARGE' ? 'SPREADSHEET_TOO_LARGE' : 'SPREADSHEET_DAMAGED', {})
  }
  if (!entries.value.some(({ name }) => name.toLowerCase() === 'xl/workbook.xml'))
    return fail('SPREADSHEET_NOT_ONE', {})
  try {
    return ok(await readTables(new Workbook(file, entries.value)))
  } catch (thrown) {
    if (thrown instanceof TooManyCells) return fail('SPREADSHEET_TOO_LARGE', {})
    if (thrown instanceof XmlRefused || thrown instanceof TypeError) return fail('SPREADSHEET_DAMAGED', {})
    throw thrown
  }
}
