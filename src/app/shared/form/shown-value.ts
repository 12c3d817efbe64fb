import type { TableLookup } from '#core/codes/table-lookup.ts'
import { officialValue } from '#core/record/official-value.ts'
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
