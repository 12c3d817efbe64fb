import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { type PersonRecord, rowsOf } from './record.ts'

/** The record with the names of all codes it uses, so that it stays readable when a table changes. */
export function withCodeNames(record: PersonRecord, scheme: Scheme, tables: TableLookup): PersonRecord {
  const names: Record<string, Record<string, string>> = {}
  for (const sheet of scheme.sheets) {
    const codeFields = sheet.fields.filter((field) => field.kind === 'code')
    for (const row of rowsOf(record, sheet.key)) {
      for (const { key, table } of codeFields) {
        const code = row[key]
        if (code === undefined) continue
        const name = tables.table(table)?.get(code)?.name ?? record.names?.[table]?.[code]
        if (name !== undefined) names[table] = { ...names[table], [code]: name }
      }
    }
  }
  return { ...record, names }
}
