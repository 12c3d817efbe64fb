import { visibleText } from '#core/characters/visible-text.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import { parseDateText } from '#core/record/parse-date.ts'
import type { DateField, Field } from '#core/scheme/scheme.ts'

let sayDate: ((date: string) => string) | undefined

/** Has dates on the screen said in another language than Chinese: those of a day, and of a month. */
export function sayDatesBy(say: ((date: string) => string) | undefined): void {
  sayDate = say
}

/** A date field as it was understood, in the language of the page; nothing when it was not. */
export function shownDate(value: string, precision: DateField['precision']): string {
  const parsed = parseDateText(value, precision)
  if (!parsed.ok) return ''
  return sayDate?.(parsed.value) ?? parsed.shown
}

/** A value in words, as `officialValue` has it, but for dates: those are said in the language of the page. */
export function shownValue(field: Field, value: string, tables: TableLookup): string {
  return (field.kind === 'date' && shownDate(value, field.precision)) || officialValue(field, value, tables)
}

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
