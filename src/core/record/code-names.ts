import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { type PersonRecord, rowsOf } from './record.ts'

/** The record with the names of all codes it uses, so that it stays readable when a table changes. */
export function withCodeNames(record: PersonRecord, scheme: Scheme, tables: TableLookup): PersonRecord {
  const names: Record<string, Record<string, string>> = {}
  for (const { table, code } of codesOf(record, scheme)) {
    const name = tables.table(table)?.get(code)?.name ?? record.names?.[table]?.[code]
    if (name !== undefined) names[table] = { ...names[table], [code]: name }
  }
  return { ...record, names }
}

interface UsedCode {
  readonly table: string
  readonly code: string
}

function codesOf(record: PersonRecord, scheme: Scheme): readonly UsedCode[] {
  return scheme.sheets.flatMap((sheet) =>
    rowsOf(record, sheet.key).flatMap((row) =>
      sheet.fields.flatMap((field) => {
        const code = row[field.key]
        return field.kind === 'code' && code !== undefined ? [{ table: field.table, code }] : []
      }),
    ),
  )
}
