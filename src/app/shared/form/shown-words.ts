import { shownKey } from '#app/platform/print/print-message.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import { type PersonRecord, rowsOf } from '#core/record/record.ts'
import { wordOf } from '#core/record/word-of.ts'
import type { Scheme } from '#core/scheme/scheme.ts'

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
