import { fieldValue } from './field-value.ts'
import type { PersonRecord } from '#core/record/record.ts'

/** What people are counted by: a field of the basic sheet, of the row that counts in a sub-table, or an age group. */
export type Dimension =
  | { readonly by: 'field'; readonly sheet: string; readonly field: string; readonly row?: 'highest' | 'any' }
  | { readonly by: 'age'; readonly on: string }

/** People counted by one or two dimensions; `''` stands for 未填. */
export interface Totals {
  readonly rows: ReadonlyMap<string, number>
  readonly columns: ReadonlyMap<string, number>
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, number>>
  readonly people: number
}

const ageGroups = [
  [30, '30岁及以下'],
  [35, '31–35岁'],
  [40, '36–40岁'],
  [45, '41–45岁'],
  [50, '46–50岁'],
  [55, '51–55岁'],
  [60, '56–60岁'],
] as const

/** Full years from a birth date to a day. */
export function ageOn(birthDate: string, on: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(birthDate)) return undefined
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years
}

function ageGroup(birthDate: string, on: string): string {
  const age = ageOn(birthDate, on)
  if (age === undefined) return ''
  return ageGroups.find(([most]) => age <= most)?.[1] ?? '61岁及以上'
}

/** The values a record is counted under; a person with several titles counts once for each different one. */
function valuesFor(record: PersonRecord, dimension: Dimension): readonly string[] {
  if (dimension.by === 'age') return [ageGroup(record.basic['birthDate'] ?? '', dimension.on)]
  return fieldValue(record, dimension)
}

/** Whether a record is counted under this value. */
export function isCountedUnder(record: PersonRecord, dimension: Dimension, value: string): boolean {
  return valuesFor(record, dimension).includes(value)
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

/** Counts people by one or two dimensions. */
export function countPeople(records: Iterable<PersonRecord>, row: Dimension, column?: Dimension): Totals {
  const rows = new Map<string, number>()
  const columns = new Map<string, number>()
  const cells = new Map<string, Map<string, number>>()
  let people = 0
  for (const record of records) {
    people += 1
    const columnValues = column ? valuesFor(record, column) : []
    for (const value of columnValues) add(columns, value)
    for (const rowValue of valuesFor(record, row)) {
      add(rows, rowValue)
      const line = cells.get(rowValue) ?? new Map<string, number>()
      for (const value of columnValues) add(line, value)
      cells.set(rowValue, line)
    }
  }
  return { rows, columns, cells, people }
}
