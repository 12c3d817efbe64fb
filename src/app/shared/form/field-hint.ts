import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { Row } from '#core/record/record.ts'
import type { Field, TextField } from '#core/scheme/scheme.ts'
import { namesAbove } from './code-options.ts'
import { shownDate, shownValue } from './shown-value.ts'
import { formWords } from './words.zh-CN.ts'

const nearLimit = 0.8

function lengthHint({ maxLength }: TextField, value: string): string {
  const length = Array.from(value).length
  return maxLength > 20 && length >= maxLength * nearLimit ? formWords.length(length, maxLength) : ''
}

function derivedHint(field: Field, fields: readonly Field[], row: Row, tables: TableLookup): string {
  const derived = field.fills
    .filter(({ from }) => 'derive' in from)
    .flatMap((fill) => fields.find(({ key }) => key === fill.field) ?? [])
  return (
    derived
      // A code alone, whose names are still on their way, tells nobody anything.
      .filter((other) => other.kind !== 'code' || tables.table(other.table))
      .map((other) => shownValue(other, row[other.key] ?? '', tables))
      .filter((shown) => shown !== '')
      .join(' · ')
  )
}

/** What stands beside the label: what was understood of a date, where a place lies, what the ID number gave. */
export function hintOf(field: Field, fields: readonly Field[], row: Row, tables: TableLookup): string {
  const value = row[field.key] ?? ''
  if (value === '') return ''
  switch (field.kind) {
    case 'sequence':
      return ''
    case 'text':
      return derivedHint(field, fields, row, tables) || lengthHint(field, value)
    case 'date':
      return shownDate(value, field.precision)
    case 'code': {
      const table = tables.table(field.table)
      return table?.has(value) ? namesAbove(table, value) : ''
    }
  }
}
