import { fromVisibleText } from '#core/characters/visible-text.ts'
import { dateOfSerial, isCutMonth, isCutNumber, plainNumber } from './cell-values.ts'
import { cellName, type Spoiling, spreadsheetLimits, type TableRow } from './spreadsheet.ts'
import { attributeOf, XmlRefused, type XmlToken } from './xml-tokens.ts'

/** There is more in the workbook than anybody fills in. */
export class TooManyCells extends Error {}

/** What cells refer to. */
export interface CellSources {
  readonly strings: readonly string[]
  readonly dateStyles: readonly boolean[]
  readonly is1904: boolean
}

interface OpenCell {
  readonly column: number
  readonly type: string
  readonly style: number
  text: string
  /** What a formula came to is stored beside it: `''` too, by a program that has computed it. */
  isFormula: boolean
  isStored: boolean
}

// Shown where a program wrote a formula and not what it comes to.
const uncomputed = '#公式'

/** Column of a reference such as AB12, from 0. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0]
  if (letters === undefined) throw new XmlRefused()
  return [...letters].reduce((sum, letter) => sum * 26 + (letter.codePointAt(0) ?? 64) - 64, 0) - 1
}

// ECMA-376 22.9.2.19: characters that XML cannot hold, as _xHHHH_.
const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))

/** Collects the rows of a sheet from its tokens. */
export class TableReader {
  readonly rows: TableRow[] = []
  readonly spoilt = new Map<string, Spoiling>()
  cells: number
  readonly #sources: CellSources
  #row: string[] = []
  #rowNumber = 0
  #cell: OpenCell | undefined
  /** Inside the value or the text of a cell; formulas and readings are passed over. */
  #isValue = false
  #isReading = false

  constructor(sources: CellSources, cells: number) {
    this.#sources = sources
    this.cells = cells
  }

  take(token: XmlToken): void {
    if (token.kind === 'text') {
      if (!this.#cell || !this.#isValue || this.#isReading) return
      this.#cell.text += token.text
      if (this.#cell.text.length > spreadsheetLimits.cellLength) throw new TooManyCells()
    } else if (token.kind === 'open') this.#open(token)
    else this.#close(token.name)
  }

  #open({ name, attributes, isEmpty }: Extract<XmlToken, { kind: 'open' }>): void {
    if (name === 'row') this.#openRow(attributes)
    else if (name === 'c') this.#openCell(attributes, isEmpty)
    else if (name === 'v' || name === 't') this.#openValue(isEmpty)
    else if (name === 'f' && this.#cell) this.#cell.isFormula = true
    else if (name === 'rPh') this.#isReading = !isEmpty
  }

  #openValue(isEmpty: boolean): void {
    this.#isValue = !isEmpty
    if (this.#cell) this.#cell.isStored = true
  }

  #openRow(attributes: string): void {
    this.#rowNumber = Number(attributeOf(attributes, 'r') ?? this.#rowNumber + 1)
    this.#row = []
    if (!Number.isInteger(this.#rowNumber) || this.#rowNumber < 1) throw new XmlRefused()
  }

  #openCell(attributes: string, isEmpty: boolean): void {
    const reference = attributeOf(attributes, 'r')
    const column = reference === undefined ? this.#row.length : columnOf(reference)
    if (column >= spreadsheetLimits.columns) throw new TooManyCells()
    const [type, style] = [attributeOf(attributes, 't') ?? 'n', Number(attributeOf(attributes, 's') ?? '0')]
    this.#cell = { column, type, style, text: '', isFormula: false, isStored: false }
    if (isEmpty) this.#endCell()
  }

  #close(name: string): void {
    if (name === 'v' || name === 't') this.#isValue = false
    else if (name === 'rPh') this.#isReading = false
    else if (name === 'c') this.#endCell()
    else if (name === 'row' && this.#row.some((value) => value !== '')) {
      this.rows.push({ number: this.#rowNumber, cells: this.#row })
    }
  }

  #endCell(): void {
    const cell = this.#cell
    this.#cell = undefined
    const isUncomputed = cell?.isFormula === true && !cell.isStored
    if (!cell || (cell.text === '' && !isUncomputed)) return
    while (this.#row.length < cell.column) this.#row.push('')
    this.cells += Math.max(1, cell.column + 1 - this.#row.length)
    if (this.cells > spreadsheetLimits.cells) throw new TooManyCells()
    if (isUncomputed) this.#spoil(cell.column, 'cellError')
    this.#row[cell.column] = isUncomputed ? uncomputed : this.#valueOf(cell)
  }

  #spoil(column: number, how: Spoiling): void {
    this.spoilt.set(cellName(column, this.#rowNumber), how)
  }

  #valueOf({ type, text, style, column }: OpenCell): string {
    if (type === 's') return fromVisibleText(unescaped(this.#sources.strings[Number(text)] ?? ''))
    if (type === 'e') this.#spoil(column, 'cellError')
    if (type === 'b') return text === '1' ? '是' : '否'
    if (type !== 'n') return type === 'd' ? text.slice(0, 10) : fromVisibleText(unescaped(text))
    const written = text.trim()
    const date = this.#sources.dateStyles[style] === true && dateOfSerial(Number(written), this.#sources.is1904)
    if (typeof date === 'string') return date
    const plain = plainNumber(written)
    if (isCutNumber(written)) this.#spoil(column, 'numberCut')
    else if (isCutMonth(plain)) this.#spoil(column, 'monthCut')
    return plain
  }
}
