import { isRowSheet, type PersonRecord, type Row, rowSheets } from '#core/record/record.ts'
import type { Scheme, Sheet } from '#core/scheme/scheme.ts'

/** Name of a column as it is chosen: `basic.name`. */
const columnKey = (sheet: string, field: string): string => `${sheet}.${field}`

/** Columns that tell whose row it is: they stay whatever is chosen. */
const always: ReadonlySet<string> = new Set(['basic.name', 'basic.idNumber'])

const isKept = (sheet: Sheet, field: string, chosen: ReadonlySet<string>): boolean =>
  always.has(columnKey(sheet.key, field)) || chosen.has(columnKey(sheet.key, field))

/** The columns of a scheme that can be chosen, sheet by sheet. */
export function columnsToChoose({ sheets }: Scheme) {
  return sheets.map(({ key, title, fields }) => ({
    title,
    columns: fields
      .filter(({ kind }) => kind !== 'sequence')
      .map((field) => ({
        key: columnKey(key, field.key),
        label: field.label,
        isAlways: always.has(columnKey(key, field.key)),
      })),
  }))
}

/** A scheme of the chosen columns alone; sheets nothing was chosen of are left out. */
export function narrowScheme(scheme: Scheme, chosen: ReadonlySet<string>): Scheme {
  const sheets = scheme.sheets
    .map((sheet) => Object.assign({}, sheet, { fields: sheet.fields.filter(({ key }) => isKept(sheet, key, chosen)) }))
    .filter(({ fields }) => fields.some(({ kind }) => kind !== 'sequence'))
  return { ...scheme, sheets }
}

const narrowRow = (row: Row, sheet: Sheet): Row =>
  Object.fromEntries(Object.entries(row).filter(([key]) => sheet.fields.some((field) => field.key === key)))

/** A record with the fields of such a scheme alone. */
export function narrowRecord(record: PersonRecord, { sheets }: Scheme): PersonRecord {
  const { names: _names, ...rest } = record
  const rowsOf = (key: string): readonly Row[] => {
    const sheet = sheets.find((each) => each.key === key)
    return sheet && isRowSheet(key) ? record[key].map((row) => narrowRow(row, sheet)) : []
  }
  const basic = sheets.find(({ key }) => key === 'basic')
  const rows = Object.fromEntries(rowSheets.map((key) => [key, rowsOf(key)]))
  return { ...rest, ...rows, basic: basic ? narrowRow(record.basic, basic) : {} }
}
