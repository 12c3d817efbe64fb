import type { PersonRecord, Row } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'

/** A row as conditions see it: its values and its number from "1". */
export interface RowView {
  readonly values: Row
  readonly seq: string
}

/** What a condition evaluates to. */
export type Value = string | number | boolean | RowView | readonly Value[]

/** What a condition reads. One frame serves all rules of a check; `row`, `value` and `items` change from run to run. */
export interface Frame {
  basic: Row
  rows: Readonly<Record<string, readonly RowView[]>>
  today: string
  flow: Row
  row: RowView
  value: string
  readonly items: Value[]
}

const noValues: Row = Object.freeze({})

/** The row where there is none. */
export const noRow: RowView = { values: noValues, seq: '' }

/** The field's value; anything that is not text counts as not filled. */
export function textOf(values: Row, field: string): string {
  const value: unknown = values[field]
  return typeof value === 'string' ? value : ''
}

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value as text in a message or field; rows and lists have none. */
export function toText(value: Value | undefined): string {
  return typeof value === 'object' || value === undefined ? '' : String(value)
}

/** Whether the row has any value. */
export function hasValues({ values }: RowView): boolean {
  for (const field in values) if (textOf(values, field) !== '') return true
  return false
}

function viewRows(rows: unknown, before: readonly RowView[]): readonly RowView[] {
  if (!Array.isArray(rows)) return []
  return rows.map((row: unknown, index): RowView => {
    const standing = before[index]
    if (standing && standing.values === row) return standing
    return { values: isObject(row) ? row : noValues, seq: String(index + 1) }
  })
}

/** Rows of every sheet of a record, whatever it really holds; views of rows that stayed are kept. */
export function viewRecord(
  record: PersonRecord,
  scheme: Scheme,
  before: Frame['rows'] = {},
): { readonly basic: Row; readonly rows: Frame['rows'] } {
  const sheets: Readonly<Record<string, unknown>> = isObject(record) ? { ...record } : {}
  const rows: Record<string, readonly RowView[]> = {}
  for (const { key, kind } of scheme.sheets) {
    if (kind === 'rows') rows[key] = viewRows(sheets[key], before[key] ?? [])
  }
  const { basic } = sheets
  return { basic: isObject(basic) ? basic : noValues, rows }
}

/** A frame with nothing in it. */
export function emptyFrame(): Frame {
  return { basic: noValues, rows: {}, today: '', flow: noValues, row: noRow, value: '', items: [] }
}
