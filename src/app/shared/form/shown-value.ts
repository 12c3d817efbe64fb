import { visibleText } from '#core/characters/visible-text.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import { parseDateText } from '#core/record/parse-date.ts'
import type { Field } from '#core/scheme/scheme.ts'

/**
 * A value in words: the name of a code with those above it, a date as 1993年7月, any other text as it is, but for what
 * cannot be seen or turns the direction of writing: that is written out.
 */
export function shownValue(field: Field, value: string, tables: TableLookup): string {
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
