import { rowsAfter } from '#core/record/compare-records.ts'
import type { FieldPath } from '#core/record/field-path.ts'
import { isRowSheet, type PersonRecord, rowsOf } from '#core/record/record.ts'

/** What stands at a place, to be compared: a field, a row, or a sheet. */
export function spelledAt(record: PersonRecord, { sheet, row, field }: FieldPath): string {
  const rows = rowsOf(record, sheet)
  if (field !== undefined) return rows[row ?? 0]?.[field] ?? ''
  const standing = row === undefined ? rows : [rows[row] ?? {}]
  return JSON.stringify(standing.map((each) => Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))))
}

/** Finds places of a record in what it is now; nothing for one whose row went. Asked at each key: a sheet is laid out once. */
export function placesNow(before: PersonRecord, now: PersonRecord): (at: FieldPath) => FieldPath | undefined {
  const rowsOfSheet = new Map<string, ReadonlyMap<number, number>>()
  return (at) => {
    if (!isRowSheet(at.sheet) || at.row === undefined) return at
    const rows = rowsOfSheet.get(at.sheet) ?? rowsAfter(before[at.sheet], now[at.sheet])
    rowsOfSheet.set(at.sheet, rows)
    const row = rows.get(at.row)
    return row === undefined ? undefined : { ...at, row }
  }
}
