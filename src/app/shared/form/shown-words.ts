import { shownKey } from '#app/platform/print/print-message.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import { type PersonRecord, rowsOf } from '#core/record/record.ts'
import type { Field, Scheme } from '#core/scheme/scheme.ts'
import { officialValue } from './shown-value.ts'

/** A value in words; a code the table no longer knows by the name it was filled in with. */
export function wordOf(field: Field, value: string, record: PersonRecord, tables: TableLookup): string {
  const said = officialValue(field, value, tables)
  const kept = field.kind === 'code' ? record.names?.[field.table]?.[value] : undefined
  return said === value ? (kept ?? value) : said
}

/** Every value of a record in words, as the print worker wants them. */
export function shownWords(
  record: PersonRecord,
  scheme: Scheme,
  tables: TableLookup,
): Readonly<Record<string, string>> {
  const filled = scheme.sheets.flatMap(({ key, fields }) =>
    rowsOf(record, key).flatMap((row) => fields.map((field) => ({ field, value: row[field.key] ?? '' }))),
  )
  return Object.fromEntries(
    filled
      .filter(({ value }) => value !== '')
      .map(({ field, value }) => [shownKey(field.key, value), wordOf(field, value, record, tables)]),
  )
}
