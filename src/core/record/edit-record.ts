import { cutText } from '#core/characters/cut-text.ts'
import { isRowSheet, longestValue, mostRows, type PersonRecord, type Row, type RowSheet } from './record.ts'

/** One change of a record; an empty value clears the field. */
export type RecordEdit =
  | {
      readonly kind: 'set'
      readonly sheet: string
      readonly row: number
      readonly field: string
      readonly value: string
    }
  | { readonly kind: 'addRow'; readonly sheet: string; readonly at: number; readonly values: Row }
  | { readonly kind: 'removeRow'; readonly sheet: string; readonly row: number }
  | { readonly kind: 'moveRow'; readonly sheet: string; readonly from: number; readonly to: number }

// Halves of characters, and what no reader would take, would make the record unreadable when it is opened again.
const heldValue = (value: string): string => cutText(value, longestValue)

function withValue(row: Row, field: string, given: string): Row {
  const value = heldValue(given)
  if (value === '') {
    const { [field]: _cleared, ...rest } = row
    return rest
  }
  return { ...row, [field]: value }
}

// Chromium 109 has no Array.prototype.toSpliced.
function insertAt(rows: readonly Row[], at: number, row: Row): readonly Row[] {
  return [...rows.slice(0, at), row, ...rows.slice(at)]
}

function withoutRow(rows: readonly Row[], at: number): readonly Row[] {
  return rows.filter((_, index) => index !== at)
}

function editRows(rows: readonly Row[], edit: RecordEdit): readonly Row[] {
  switch (edit.kind) {
    case 'set':
      return rows.map((row, index) => (index === edit.row ? withValue(row, edit.field, edit.value) : row))
    case 'addRow':
      return insertAt(rows, edit.at, edit.values)
    case 'removeRow':
      return withoutRow(rows, edit.row)
    case 'moveRow': {
      const moved = rows[edit.from]
      return moved === undefined ? rows : insertAt(withoutRow(rows, edit.from), edit.to, moved)
    }
  }
}

/**
 * The record after one edit; the given record is not changed. An edit of something absent changes nothing, nor does a row
 * beyond those a sheet may hold: the record could not be read any more.
 */
export function applyEdit(record: PersonRecord, edit: RecordEdit): PersonRecord {
  if (edit.sheet === 'basic') {
    return edit.kind === 'set' ? { ...record, basic: withValue(record.basic, edit.field, edit.value) } : record
  }
  if (!isRowSheet(edit.sheet)) return record
  if (edit.kind === 'addRow' && record[edit.sheet].length >= mostRows) return record
  const sheet: RowSheet = edit.sheet
  return { ...record, [sheet]: editRows(record[sheet], edit) }
}

/** The record after several edits, in order. */
export function applyEdits(record: PersonRecord, edits: readonly RecordEdit[]): PersonRecord {
  return edits.reduce(applyEdit, record)
}
