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
  if (row[field] === (value === '' ? undefined : value)) return row
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

function withRow(rows: readonly Row[], at: number, change: (row: Row) => Row): readonly Row[] {
  const row = rows[at]
  const changed = row && change(row)
  if (!changed || changed === row) return rows
  // By its place: a row that was copied is the same object twice.
  return rows.map((other, index) => (index === at ? changed : other))
}

function editRows(rows: readonly Row[], edit: RecordEdit): readonly Row[] {
  switch (edit.kind) {
    case 'set':
      return withRow(rows, edit.row, (row) => withValue(row, edit.field, edit.value))
    case 'addRow':
      return insertAt(rows, edit.at, edit.values)
    case 'removeRow':
      return rows[edit.row] === undefined ? rows : withoutRow(rows, edit.row)
    case 'moveRow': {
      const moved = rows[edit.from]
      return moved === undefined || edit.from === edit.to ? rows : insertAt(withoutRow(rows, edit.from), edit.to, moved)
    }
  }
}

/**
 * The record after one edit; the given record is not changed. An edit of something absent changes nothing, nor does one
 * that says what stands, nor a row beyond those a sheet may hold: the record could not be read any more. What changes
 * nothing returns the very record it was given.
 */
export function applyEdit(record: PersonRecord, edit: RecordEdit): PersonRecord {
  if (edit.sheet === 'basic') {
    const basic = edit.kind === 'set' ? withValue(record.basic, edit.field, edit.value) : record.basic
    return basic === record.basic ? record : { ...record, basic }
  }
  if (!isRowSheet(edit.sheet)) return record
  if (edit.kind === 'addRow' && record[edit.sheet].length >= mostRows) return record
  const sheet: RowSheet = edit.sheet
  const rows = editRows(record[sheet], edit)
  return rows === record[sheet] ? record : { ...record, [sheet]: rows }
}

/** The record after several edits, in order. */
export function applyEdits(record: PersonRecord, edits: readonly RecordEdit[]): PersonRecord {
  return edits.reduce(applyEdit, record)
}
