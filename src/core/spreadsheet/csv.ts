import { fromVisibleText, visibleText } from '#core/characters/visible-text.ts'
import type { AppError } from '#core/errors/error-code.ts'
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

// Enough to have more rows of the table in it than titles and notes above them.
const lookedAt = { characters: 10_000, lines: 50 } as const
const quotedCell = /(^|[,;\t\r\n])"(?:[^"]|"")*"/gu

/** In how many lines a separator is, in how many of them as often, and how often in all. */
function countsOf(separator: string, lines: readonly string[]): readonly number[] {
  const found = lines.map((line) => line.split(separator).length - 1).filter((count) => count > 0)
  const alike = found.map((count) => found.filter((other) => other === count).length)
  return [found.length, Math.max(0, ...alike), found.reduce((all, count) => all + count, 0)]
}

const isMore = (counts: readonly number[], than: readonly number[]): boolean => {
  const at = counts.findIndex((count, index) => count !== than[index])
  return at !== -1 && (counts[at] ?? 0) > (than[at] ?? 0)
}

/** The separator that most of the first lines have: titles and notes may stand above the table. */
function separatorOf(text: string): string {
  const unquoted = text.slice(0, lookedAt.characters).replace(quotedCell, '$1')
  const lines = unquoted.split(/[\r\n]+/u, lookedAt.lines)
  let best = { separator: ',', counts: countsOf(',', lines) }
  for (const separator of ['\t', ';']) {
    const counts = countsOf(separator, lines)
    if (isMore(counts, best.counts)) best = { separator, counts }
  }
  return best.separator
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

function decodedUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const [lineFeed, carriageReturn] = [0x0a, 0x0d]

/** Number of the first line that is no UTF-8. */
function damagedLine(bytes: Uint8Array): number {
  let line = 1
  let from = 0
  for (const [at, byte] of bytes.entries()) {
    if (byte !== lineFeed && (byte !== carriageReturn || bytes[at + 1] === lineFeed)) continue
    if (decodedUtf8(bytes.subarray(from, at)) === undefined) break
    line += 1
    from = at + 1
  }
  return line
}

// What takes three bytes in UTF-8, Chinese among it, and what stands for bytes that are none.
const [ofThreeBytes, replaced] = [0x08_00, 0xff_fd]
const soundPerSpoilt = 10

/**
 * Whether bytes that are no UTF-8 were meant to be: three bytes of GBK hardly ever look like one of its characters, so
 * that many beside few spoilt ones are no chance.
 */
function isSpoiltUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes)
  let [sound, spoilt, before] = [0, 0, 0]
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit !== replaced) sound += unit >= ofThreeBytes ? 1 : 0
    else if (before !== replaced) spoilt += 1
    before = unit
  }
  return sound >= spoilt * soundPerSpoilt
}

/**
 * CSV as programs write it in China: UTF-8, UTF-16 of Excel's “Unicode text”, or GBK. What marks itself as UTF-8, or is
 * but for a few bytes, is never GBK: read so, every name of the file would be another one.
 */
export function decodeCsv(bytes: Uint8Array): Result<string, AppError<'SPREADSHEET_TEXT_DAMAGED'>> {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe) return ok(new TextDecoder('utf-16le').decode(bytes))
  if (first === 0xfe && second === 0xff) return ok(new TextDecoder('utf-16be').decode(bytes))
  const text = decodedUtf8(bytes)
  if (text !== undefined) return ok(text)
  const isMarked = first === 0xef && second === 0xbb && third === 0xbf
  if (isMarked || isSpoiltUtf8(bytes)) return fail('SPREADSHEET_TEXT_DAMAGED', { line: damagedLine(bytes) })
  return ok(new TextDecoder('gb18030').decode(bytes))
}
