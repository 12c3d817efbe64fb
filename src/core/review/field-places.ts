import { formatPath } from '#core/record/field-path.ts'
import { type PersonRecord, rowsOf } from '#core/record/record.ts'
import type { Field, Scheme, Sheet } from '#core/scheme/scheme.ts'

/** A field of a row that exists in the record. */
export interface FieldPlace {
  readonly path: string
  readonly sheet: Sheet
  readonly row: number
  readonly field: Field
}

/** Every place of the record that can be spoken of, in the order of the form. */
export function fieldPlaces(record: PersonRecord, scheme: Scheme): readonly FieldPlace[] {
  return scheme.sheets.flatMap((sheet) =>
    rowsOf(record, sheet.key).flatMap((_, row) =>
      sheet.fields
        .filter(({ kind }) => kind !== 'sequence')
        .map((field) => ({ path: formatPath({ sheet: sheet.key, row, field: field.key }), sheet, row, field })),
    ),
  )
}
