import type { Sheet } from '#core/scheme/scheme.ts'
import { type PersonRecord, rowsOf } from './record.ts'

/** How far a sheet is filled: required answers given and asked for, and its rows. */
export interface SheetProgress {
  readonly sheet: string
  readonly given: number
  readonly asked: number
  readonly rows: number
}

/** Counts the always-required answers of a sheet; what other answers call for is up to the rules. */
export function sheetProgress(record: PersonRecord, sheet: Sheet): SheetProgress {
  const rows = rowsOf(record, sheet.key)
  const required = sheet.fields.filter((field) => field.required === 'always')
  const given = rows.reduce((sum, row) => sum + required.filter(({ key }) => (row[key] ?? '') !== '').length, 0)
  return { sheet: sheet.key, given, asked: required.length * rows.length, rows: rows.length }
}
