import type { PersonRecord, Row } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'

/** A row as conditions see it: cells in the order of the layout, so that no condition looks a key up. */
export interface RowView {
  readonly values: Row
  readonly cells: readonly string[]
  /** Whether the row has any value. */
  readonly isFilled: boolean
}

/** What a condition evaluates to. */
export type Value = string | number | boolean | RowView | readonly Value[]

/** What a condition reads. One frame serves all rules of a check; `row`, `value` and the items change from run to run. */
export interface Frame {
  basic: RowView
  /** Rows of each sheet, in the order of the scheme. */
  rows: readonly (readonly RowView[])[]
  /** What the record holds of each sheet, in the order of the scheme. */
  given: readonly unknown[]
  today: string
  flow: Row
  row: RowView
  /** The value under clean-up. */
  value: string
  /** What the macros go through, by depth: rows of a sheet, or other items. */
  readonly rowItems: RowView[]
  readonly items: Value[]
}

/** A condition made into a closure. */
export type Evaluate = (frame: Frame) => Value

/** Where the fields of a sheet stand in its rows. */
export interface SheetLayout {
  readonly key: string
  readonly position: number
  readonly isByRow: boolean
  readonly fields: readonly string[]
  /** Fields that no rule reads; they still fill a row. */
  readonly others: readonly string[]
  /** The cells of a row without values; a copy has no room to spare. */
  readonly blank: readonly string[]
}

const noValues: Row = Object.freeze({})
/** The row where there is none. */
export const noRow: RowView = { values: noValues, cells: [], isFilled: false }
const noRows: readonly RowView[] = []
const sequence = 'seq'

/** The layout of every sheet, of the fields (`sheet.field`) that are read; a row's number is its last cell. */
export function layOut(scheme: Scheme, isRead: (path: string) => boolean): readonly SheetLayout[] {
  return scheme.sheets.map(({ key, kind, fields }, position) => {
    const keys = fields.map((field) => field.key).filter((field) => field !== sequence)
    const isCell = (field: string): boolean => isRead(`${key}.${field}`)
    const others = keys.filter((field) => !isCell(field))
    const cells = [...keys.filter(isCell), sequence]
    return { key, position, isByRow: kind === 'rows', fields: cells, others, blank: cells.map(() => '') }
  })
}

/** The value if it is text; anything else counts as empty. */
export const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The field's value; anything that is not text counts as not filled. */
export function textOf(values: Row, field: string): string {
  return stringOf(values[field])
}

/** A value as text in a message or field; rows and lists have none. */
export function toText(value: Value | undefined): string {
  return typeof value === 'object' || value === undefined ? '' : String(value)
}

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The record as it is found: storage and files may hold anything. */
function sheetsOf(record: unknown): Readonly<Record<string, unknown>> {
  return isObject(record) ? record : noValues
}

function viewRow(row: unknown, { fields, others, blank }: SheetLayout, seq: string): RowView {
  const values = isObject(row) ? row : noValues
  const cells = blank.slice()
  let isFilled = false
  // The last cell is the row's number, which says nothing of the row.
  for (let index = 0; index < fields.length - 1; index += 1) {
    // Read here and not by textOf: this line is what a full check waits for most.
    const value: unknown = values[fields[index] ?? '']
    const text = typeof value === 'string' ? value : ''
    if (text === '') continue
    isFilled = true
    cells[index] = text
  }
  cells[fields.length - 1] = seq
  return { values, cells, isFilled: isFilled || others.some((field) => textOf(values, field) !== '') }
}

const numbers = Array.from({ length: 200 }, (_, index) => String(index))
const numberText = (number: number): string => numbers[number] ?? String(number)

function viewRows(rows: unknown, layout: SheetLayout, before: readonly RowView[]): readonly RowView[] {
  if (!Array.isArray(rows) || rows.length === 0) return noRows
  const views: RowView[] = []
  let isSame = rows.length === before.length
  for (let index = 0; index < rows.length; index += 1) {
    const row: unknown = rows[index]
    const standing = before[index]
    if (standing && standing.values === row) views.push(standing)
    else {
      isSame = false
      views.push(viewRow(row, layout, numberText(index + 1)))
    }
  }
  return isSame ? before : views
}

const valuesOf = (row: unknown): Row => (isObject(row) ? row : noValues)

/** The values of a record by sheet as they stand; what is not a row counts as a blank one. */
export function rowsOfRecord(
  record: PersonRecord,
  layout: readonly SheetLayout[],
): { readonly basic: Row; readonly rows: readonly (readonly Row[])[] } {
  const sheets = sheetsOf(record)
  let basic = noValues
  const rows: (readonly Row[])[] = []
  for (const { key, isByRow } of layout) {
    const given = sheets[key]
    if (!isByRow) basic = valuesOf(given)
    rows.push(isByRow && Array.isArray(given) ? given.map(valuesOf) : [])
  }
  return { basic, rows }
}

/** What a frame shows of a record. */
export type RecordView = Pick<Frame, 'basic' | 'rows' | 'given'>

/** Rows of every sheet of a record, whatever it really holds; views of rows that stayed are kept. */
export function viewRecord(record: PersonRecord, layout: readonly SheetLayout[], before?: RecordView): RecordView {
  const sheets = sheetsOf(record)
  let basic = noRow
  const rows: (readonly RowView[])[] = []
  const givenSheets: unknown[] = []
  for (const sheet of layout) {
    const { key, position, isByRow } = sheet
    const given = sheets[key]
    const isSame = before !== undefined && before.given[position] === given
    const standing = before?.rows[position] ?? noRows
    givenSheets.push(given)
    rows.push(isSame || !isByRow ? standing : viewRows(given, sheet, standing))
    if (!isByRow) basic = isSame ? before.basic : viewRow(given, sheet, '')
  }
  return { basic, rows, given: givenSheets }
}

/** A frame with nothing in it. */
export function emptyFrame(): Frame {
  return {
    basic: noRow,
    rows: [],
    given: [],
    today: '',
    flow: noValues,
    row: noRow,
    value: '',
    rowItems: [],
    items: [],
  }
}
