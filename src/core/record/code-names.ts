import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { type PersonRecord, rowsOf } from './record.ts'

interface UsedCode {
  readonly table: string
  readonly code: string
}

function named(record: PersonRecord, scheme: Scheme, nameOf: (used: UsedCode) => string | undefined): PersonRecord {
  const names: Record<string, Record<string, string>> = {}
  for (const used of codesOf(record, scheme)) {
    const name = nameOf(used)
    if (name !== undefined) names[used.table] = { ...names[used.table], [used.code]: name }
  }
  return { ...record, names }
}

/** The record with the names of all codes it uses, so that it stays readable when a table changes. */
export function withCodeNames(record: PersonRecord, scheme: Scheme, tables: TableLookup): PersonRecord {
  return named(
    record,
    scheme,
    ({ table, code }) => tables.table(table)?.get(code)?.name ?? record.names?.[table]?.[code],
  )
}

/** The same for a record somebody else changes: a code that has its name keeps the one it was filled in by. */
export function withNewCodeNames(record: PersonRecord, scheme: Scheme, tables: TableLookup): PersonRecord {
  return named(
    record,
    scheme,
    ({ table, code }) => record.names?.[table]?.[code] ?? tables.table(table)?.get(code)?.name,
  )
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
