import type { AppError } from '#core/errors/error-code.ts'
import type { ZipLimits } from '#core/zip/zip-entry.ts'

/** Bounds that hold while a spreadsheet from outside is read. */
export const spreadsheetLimits = {
  /** The file as it lies on the disk. */
  sizeBytes: 64 * 1_048_576,
  sheets: 64,
  columns: 512,
  cells: 6_000_000,
  sharedStrings: 2_000_000,
  /** Longest text of a cell that Excel itself allows. */
  cellLength: 32_767,
  zip: { entries: 2000, entryBytes: 512 * 1_048_576, totalBytes: 1024 * 1_048_576, ratio: 200 } satisfies ZipLimits,
} as const

/** Rows of one sheet that Excel can show. */
export const rowsPerSheet = 1_048_576

/** A row as it stands in the file. */
export interface TableRow {
  /** As the row is numbered in the file, from 1. */
  readonly number: number
  readonly cells: readonly string[]
}

/**
 * What became of a cell: a number too long for Excel has lost its last digits, and of a month written as a number,
 * 1993.10, the nought is gone; a formula that went wrong, or was
 * never computed, has no value.
 */
export type Spoiling = 'numberCut' | 'monthCut' | 'cellError'

/** One sheet of a workbook, or a CSV file. */
export interface Table {
  readonly name: string
  readonly rows: readonly TableRow[]
  /** Cells, as Excel names them, that do not hold what was meant. */
  readonly spoilt: ReadonlyMap<string, Spoiling>
  /** A sheet that its workbook does not show: no row of it is read. */
  readonly isHidden?: true
}

/** Why a spreadsheet is refused. */
export type SpreadsheetError = AppError<
  'SPREADSHEET_NOT_ONE' | 'SPREADSHEET_DAMAGED' | 'SPREADSHEET_TEXT_DAMAGED' | 'SPREADSHEET_TOO_LARGE'
>

const letters = 26

/** Name of a column: 0 is A, 26 is AA. */
export function columnName(index: number): string {
  const rest = Math.floor(index / letters)
  const last = String.fromCodePoint(65 + (index % letters))
  return rest === 0 ? last : columnName(rest - 1) + last
}

/** Name of a cell, such as C5. */
export const cellName = (column: number, row: number): string => `${columnName(column)}${row}`

/** Rows among which the head of a table is: titles and notes may stand above it. */
export const rowsWithHead = ({ rows }: Table): readonly TableRow[] => rows.slice(0, 10)

/** What became of a cell; of a column that is not there, -1, nothing. */
export const spoilingAt = ({ spoilt }: Table, column: number, row: number): Spoiling | undefined =>
  column < 0 ? undefined : spoilt.get(cellName(column, row))
