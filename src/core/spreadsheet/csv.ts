import { fromVisibleText, visibleText } from '#core/characters/visible-text.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { isCutMonth, isErrorValue } from './cell-values.ts'
import {
  cellName,
  type SpreadsheetError,
  spreadsheetLimits,
  type Spoiling,
  type Table,
  type TableRow,
} from './spreadsheet.ts'

// What a spreadsheet program takes for a formula at the beginning of a cell, full-width signs too (OWASP CSV injection).
const formula = /^'*[=+\-@＝＋－＠\t\r]/u
const disarmed = /^'+[=+\-@＝＋－＠\t\r]/u

// A long number as Excel writes what its column shows, such as 2.01245E+13: the last digits are lost.
const cutNumber = /^\d(?:\.\d+)?E\+\d{2,3}$/iu

/** Only as Excel writes numbers and errors: what stands in quotes was text. */
function spoilingOf(unquoted: string): Spoiling | undefined {
  if (cutNumber.test(unquoted)) return 'numberCut'
  if (isErrorValue(unquoted)) return 'cellError'
  return isCutMonth(unquoted) ? 'monthCut' : undefined
}

/** Stands at the beginning of a CSV file, so that Excel reads it as UTF-8. */
export const csvMark = '\uFEFF'

function csvCell(value: string): string {
  const harmless = formula.test(value) ? `'${value}` : value
  const shown = visibleText(harmless)
  const isQuoted = /[",;'\s]/u.test(shown) || shown !== harmless || spoilingOf(shown) !== undefined
  return isQuoted ? `"${shown.replaceAll('"', '""')}"` : shown
}

/** One line of a CSV file; no cell can become a formula, and reading it gives back the same texts. */
export function csvRow(values: readonly string[]): string {
  return `${values.map(csvCell).join(',')}\r\n`
}

const plainCell = (written: string): string => {
  const text = fromVisibleText(written)
  return disarmed.test(text) ? text.slice(1) : text
}

class TooLarge extends Error {}

/** Cells of a CSV text by RFC 4180; quotes may hold line breaks. */
class CsvReader {
  readonly #rows: TableRow[] = []
  readonly #spoilt = new Map<string, Spoiling>()
  readonly #text: string
  readonly #separator: string
  #cells: string[] = []
  #count = 0

  constructor(text: string, separator: string) {
    this.#text = text
    this.#separator = separator
  }

  read(): Pick<Table, 'rows' | 'spoilt'> {
    let at = 0
    while (at < this.#text.length) at = this.#text[at] === '"' ? this.#quoted(at + 1) : this.#plain(at)
    if (this.#cells.length > 0) this.#endRow()
    return { rows: this.#rows, spoilt: this.#spoilt }
  }

  #plain(from: number): number {
    let at = from
    while (at < this.#text.length && !this.#isEnd(at)) at += 1
    const value = this.#text.slice(from, at)
    const spoiling = spoilingOf(value)
    if (spoiling) this.#spoilt.set(cellName(this.#cells.length, this.#rows.length + 1), spoiling)
    return this.#endCell(value, at)
  }

  #quoted(from: number): number {
    let at = from
    for (;;) {
      at = this.#text.indexOf('"', at)
      if (at === -1) at = this.#text.length
      if (this.#text[at + 1] !== '"') break
      at += 2
    }
    const value = this.#text.slice(from, at).replaceAll('""', '"')
    let end = at + 1
    while (end < this.#text.length && !this.#isEnd(end)) end += 1
    return this.#endCell(value + this.#text.slice(at + 1, end), end)
  }

  #isEnd(at: number): boolean {
    const character = this.#text[at]
    return character === this.#separator || character === '\n' || character === '\r'
  }

  #endCell(value: string, at: number): number {
    this.#count += 1
    const { cells, cellLength, columns } = spreadsheetLimits
    if (this.#count > cells || value.length > cellLength || this.#cells.length >= columns) throw new TooLarge()
    this.#cells.push(plainCell(value))
    if (at < this.#text.length && this.#text[at] === this.#separator) {
      if (at + 1 === this.#text.length) this.#cells.push('')
      return at + 1
    }
    this.#endRow()
    return this.#text[at] === '\r' && this.#text[at + 1] === '\n' ? at + 2 : at + 1
  }

  #endRow(): void {
    this.#rows.push({ number: this.#rows.length + 1, cells: this.#cells })
    this.#cells = []
  }
}

/** The separator that the first line uses most. */
function separatorOf(text: string): string {
  const [line = ''] = text.slice(0, 10_000).split(/[\r\n]/, 1)
  const counts = [',', '\t', ';'].map((separator) => [separator, line.split(separator).length] as const)
  return counts.reduce((best, each) => (each[1] > best[1] ? each : best))[0]
}

/** A CSV text as a table. */
export function readCsv(text: string, name: string): Result<Table, SpreadsheetError> {
  const unmarked = text.startsWith(csvMark) ? text.slice(1) : text
  try {
    return ok({ name, ...new CsvReader(unmarked, separatorOf(unmarked)).read() })
  } catch (thrown) {
    if (thrown instanceof TooLarge) return fail('SPREADSHEET_TOO_LARGE', {})
    throw thrown
  }
}

/** CSV as programs write it in China: UTF-8, UTF-16 of Excel's “Unicode text”, or GBK. */
export function decodeCsv(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
