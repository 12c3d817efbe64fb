import type { TableLookup } from '#core/codes/table-lookup.ts'
import { formatPath } from '#core/record/field-path.ts'
import { type PersonRecord, rowsOf } from '#core/record/record.ts'
import type { Issue } from '#core/rules/issue.ts'
import type { Scheme } from '#core/scheme/scheme.ts'

/**
 * Codes that were filled in under a name the table in use knows for something else (M17): after an update they are
 * shown by the new name, and only whoever has the originals can tell. A new spelling is an alias of the entry.
 */
export function renamedCodes(record: PersonRecord, { sheets }: Scheme, tables: TableLookup): readonly Issue[] {
  const places = sheets.flatMap((sheet) =>
    rowsOf(record, sheet.key).flatMap((values, row) =>
      sheet.fields.map((field) => ({ field, code: values[field.key] ?? '', sheet, row })),
    ),
  )
  return places.flatMap(({ field, code, sheet, row }) => {
    if (field.kind !== 'code' || code === '') return []
    const then = record.names?.[field.table]?.[code]
    const entry = tables.table(field.table)?.get(code)
    if (then === undefined || !entry || entry.name === then || entry.aliases.includes(then)) return []
    return {
      rule: 'M17',
      severity: 'warning',
      kind: 'wrong',
      path: formatPath({ sheet: sheet.key, ...(sheet.kind === 'rows' && { row }), field: field.key }),
      message: `“${field.label}”填报时选的是“${then}”，这个代码在现在的代码表里是“${entry.name}”，请核对。`,
    }
  })
}
