import { visibleText } from '#core/characters/visible-text.ts'
import type { OpenPieceStore } from '#core/zip/piece-store.ts'
import { makeZip, type ZipPart } from '#core/zip/write-zip.ts'
import { cellName, columnName, rowsPerSheet } from './spreadsheet.ts'

/** A sheet to be written: its name on the tab, its head, and the width of each column in characters. */
export interface SheetHead {
  readonly name: string
  readonly columns: readonly { readonly title: string; readonly width: number }[]
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const contentTypes = 'http://schemas.openxmlformats.org/package/2006/content-types'
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const [numberStyle, textStyle, headStyle] = [0, 1, 2]

// Format 49 is text: a number, a date or a formula typed over it stays as it is typed.
const styles = `${declaration}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE4EFE9"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="2" applyNumberFormat="1" applyFont="1" applyFill="1"/></cellXfs></styleSheet>`

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)

/** Text of a cell; what Excel would read as an escape (ECMA-376 22.9.2.19, ST_Xstring) is itself escaped. */
const cellText = (value: string): string => escapeXml(visibleText(value).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_'))

/** A cell: a text, or a number that can be counted on with. */
export type CellValue = string | number

const numberXml = (cell: string, value: number): string => `<c r="${cell}" s="${numberStyle}"><v>${value}</v></c>`

function rowXml(number: number, values: readonly CellValue[], style: number): string {
  const cells = values.map((value, index) =>
    typeof value === 'number'
      ? numberXml(cellName(index, number), value)
      : value === ''
        ? ''
        : `<c r="${cellName(index, number)}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${cellText(value)}</t></is></c>`,
  )
  return `<row r="${number}">${cells.join('')}</row>`
}

function headXml({ columns }: SheetHead): string {
  const widths = columns.map(
    ({ width }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${width}" style="${textStyle}" customWidth="1"/>`,
  )
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  return `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>${rowXml(
    1,
    columns.map(({ title }) => title),
    headStyle,
  )}`
}

/** A sheet that goes on in another one where Excel's rows end. */
class GrowingSheet {
  readonly #head: SheetHead
  readonly #open: (name: string) => ZipPart
  #part: ZipPart | undefined
  #parts = 0
  #row = 0

  constructor(head: SheetHead, open: (name: string) => ZipPart) {
    this.#head = head
    this.#open = open
  }

  async addRow(values: readonly CellValue[]): Promise<void> {
    if (this.#row === rowsPerSheet) await this.close()
    const part = await this.start()
    this.#row += 1
    await part.write(rowXml(this.#row, values, textStyle))
  }

  async start(): Promise<ZipPart> {
    if (this.#part) return this.#part
    this.#parts += 1
    this.#part = this.#open(this.#parts === 1 ? this.#head.name : `${this.#head.name} (${this.#parts})`)
    this.#row = 1
    await this.#part.write(headXml(this.#head))
    return this.#part
  }

  /** Ends the part; numbers kept as text are meant so. */
  async close(): Promise<void> {
    const part = await this.start()
    const all = `A1:${columnName(Math.max(this.#head.columns.length - 1, 0))}${this.#row}`
    await part.write(
      `</sheetData><ignoredErrors><ignoredError sqref="${all}" numberStoredAsText="1"/></ignoredErrors></worksheet>`,
    )
    this.#part = undefined
  }
}

// What Excel forbids in the name of a sheet; 31 characters at most.
const sheetName = (name: string): string => [...name.replace(/[\\/?*[\]:]/g, '_')].slice(0, 31).join('')

function partsOfWorkbook(names: readonly string[]): readonly (readonly [name: string, xml: string])[] {
  const sheets = names.map((name, index) => ({ name: escapeXml(sheetName(name)), id: index + 1 }))
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`
  return [
    ['xl/styles.xml', styles],
    [
      'xl/workbook.xml',
      `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets
        .map(({ name, id }) => `<sheet name="${name}" sheetId="${id}" r:id="rId${id}"/>`)
        .join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${declaration}<Relationships xmlns="${packageRelations}">${sheets
        .map(({ id }) => relation(`rId${id}`, 'worksheet', `worksheets/sheet${id}.xml`))
        .join('')}${relation('rIdStyles', 'styles', 'styles.xml')}</Relationships>`,
    ],
    [
      '_rels/.rels',
      `${declaration}<Relationships xmlns="${packageRelations}">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `${declaration}<Types xmlns="${contentTypes}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${workbookType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${workbookType}.styles+xml"/>${sheets
        .map(
          ({ id }) =>
            `<Override PartName="/xl/worksheets/sheet${id}.xml" ContentType="${workbookType}.worksheet+xml"/>`,
        )
        .join('')}</Types>`,
    ],
  ]
}

/**
 * Writes a workbook whose cells are text unless they are given as numbers, several sheets at the same time: rows are
 * packed as they come, and only their packed bytes wait for the end, in memory unless stores are given.
 */
export function makeXlsx(heads: readonly SheetHead[], openStore?: OpenPieceStore) {
  const zip = makeZip(openStore)
  const names: string[] = []
  const openSheet = (name: string): ZipPart => {
    names.push(name)
    return zip.open(`xl/worksheets/sheet${names.length}.xml`)
  }
  const sheets = heads.map((head) => new GrowingSheet(head, openSheet))

  async function addRow(sheet: number, values: readonly CellValue[]): Promise<void> {
    // All sheets stand in the order of their heads, whichever gets its first row first.
    if (names.length === 0) for (const each of sheets) await each.start()
    await sheets[sheet]?.addRow(values)
  }

  async function* finish(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    for (const each of sheets) await each.start()
    for (const each of sheets) await each.close()
    for (const [name, xml] of partsOfWorkbook(names)) await zip.open(name).write(xml)
    yield* zip.finish()
  }
  return { addRow, finish }
}
