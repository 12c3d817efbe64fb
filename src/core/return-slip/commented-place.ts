import { rowAfter } from '#core/record/compare-records.ts'
import type { FieldPath } from '#core/record/field-path.ts'
import { isRowSheet, type PersonRecord, rowsOf } from '#core/record/record.ts'

/** What stands at a place, to be compared: a field, a row, or a sheet. */
export function spelledAt(record: PersonRecord, { sheet, row, field }: FieldPath): string {
  const rows = rowsOf(record, sheet)
  if (field !== undefined) return rows[row ?? 0]?.[field] ?? ''
  const standing = row === undefined ? rows : [rows[row] ?? {}]
  return JSON.stringify(standing.map((each) => Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))))
}

/** The same place in the record of now, or nothing when its row went. */
export function placeNow(at: FieldPath, before: PersonRecord, now: PersonRecord): FieldPath | undefined {
  if (!isRowSheet(at.sheet) || at.row === undefined) return at
  const row = rowAfter(before[at.sheet], now[at.sheet], at.row)
  return row === undefined ? undefined : { ...at, row }
}
