import { visibleText } from '#core/characters/visible-text.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { Field } from '#core/scheme/scheme.ts'
import { parseDateText } from './parse-date.ts'

/**
 * A value in words, as it stands on paper: the name of a code with those above it, a date as 1993年7月, any other text as
 * it is, but for what cannot be seen or turns the direction of writing: that is written out.
 */
export function officialValue(field: Field, value: string, tables: TableLookup): string {
  if (value === '') return ''
  if (field.kind === 'date') {
    const parsed = parseDateText(value, field.precision)
    return parsed.ok ? parsed.shown : visibleText(value)
  }
  if (field.kind !== 'code') return visibleText(value)
  const table = tables.table(field.table)
  if (!table?.has(value)) return visibleText(value)
  return field.browse === 'tree' ? table.fullName(value) : (table.get(value)?.name ?? value)
}
