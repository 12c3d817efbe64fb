import { type PersonRecord, type Row, rowsOf } from '#core/record/record.ts'

/** Where a value of a record stands. */
export interface FieldPlace {
  readonly sheet: string
  readonly field: string
  readonly row?: 'highest' | 'any'
}

// 最高学历 and 最高学位 are entered as such (S2-13), maybe in different rows; of titles the lowest code of the level is
// the highest title.
function highestOf(rows: readonly Row[], sheet: string, field: string): readonly Row[] {
  const item = field.startsWith('degree') ? 'degreeItem' : 'educationItem'
  if (sheet === 'education') return rows.filter((row) => row[item] === '2').slice(0, 1)
  if (sheet !== 'titles') return rows.slice(0, 1)
  const [first, ...rest] = rows.filter((row) => row['titleLevel'] !== undefined)
  if (!first) return []
  return [rest.reduce((best, row) => ((row['titleLevel'] ?? '') < (best['titleLevel'] ?? '') ? row : best), first)]
}

/** The different values at a place of the record; `['']` when nothing stands there. */
export function fieldValue(record: PersonRecord, { sheet, field, row = 'highest' }: FieldPlace): readonly string[] {
  const rows = rowsOf(record, sheet)
  const counted = row === 'any' || sheet === 'basic' ? rows : highestOf(rows, sheet, field)
  // Nearly always there is one at most: a hundred thousand people are read by this.
  if (counted.length <= 1) return [counted[0]?.[field] ?? '']
  const values = [...new Set(counted.map((each) => each[field] ?? ''))].filter((value) => value !== '')
  return values.length > 0 ? values : ['']
}
