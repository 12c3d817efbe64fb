import { visibleText } from '#core/characters/visible-text.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { Field } from '#core/scheme/scheme.ts'
import { officialValue } from './official-value.ts'
import type { PersonRecord } from './record.ts'

/** A value in words; a code the table no longer knows by the name it was filled in with. */
export function wordOf(field: Field, value: string, record: PersonRecord, tables: TableLookup): string {
  const said = officialValue(field, value, tables)
  const kept = field.kind === 'code' ? record.names?.[field.table]?.[value] : undefined
  return said === value && kept !== undefined ? visibleText(kept) : said
}
