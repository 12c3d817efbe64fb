import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { Field, Fill } from '#core/scheme/scheme.ts'
import type { RecordEdit } from './edit-record.ts'
import type { Row } from './record.ts'

/** Derivations a scheme may name: value typed → value filled, '' when it does not tell. */
export type Derivations = Readonly<Record<string, (value: string) => string>>

/** What fills need beside the record. */
export interface FillSources {
  readonly tables: TableLookup
  readonly derivations: Derivations
}

/** A field of one row, before it is answered anew. */
export interface Answer {
  readonly sheet: string
  readonly row: number
  readonly field: Field
  readonly value: string
}

function filledValue(fill: Fill, field: Field, value: string, { tables, derivations }: FillSources): string {
  if (value === '') return ''
  if ('derive' in fill.from) return derivations[fill.from.derive]?.(value) ?? ''
  const attr = field.kind === 'code' ? tables.table(field.table)?.attr(value, fill.from.attr) : undefined
  return typeof attr === 'string' ? attr : ''
}

/**
 * What an answer puts into other fields of its row: the ID number gives sex and birth date, a title gives its
 * series and level. A field the person filled otherwise is left alone; the rules then say that the two disagree.
 */
export function fillsOf(answer: Answer, rowBefore: Row, sources: FillSources): readonly RecordEdit[] {
  const { sheet, row, field, value } = answer
  return field.fills.flatMap((fill): readonly RecordEdit[] => {
    const next = filledValue(fill, field, value, sources)
    const standing = rowBefore[fill.field] ?? ''
    const filledBefore = filledValue(fill, field, rowBefore[field.key] ?? '', sources)
    const isFree = standing === '' || standing === filledBefore
    return next !== '' && next !== standing && isFree
      ? [{ kind: 'set', sheet, row, field: fill.field, value: next }]
      : []
  })
}
