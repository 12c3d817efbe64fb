import { visibleText } from '#core/characters/visible-text.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { wordOf } from '#core/record/word-of.ts'
import { type Field, fieldByKey, type Scheme, sheetByKey } from '#core/scheme/scheme.ts'
import { type RosterColumn, rosterValues } from './roster.ts'

/** What turns values into words. */
export interface RosterSpeech {
  readonly scheme: Scheme
  readonly tables: TableLookup
}

const genderColumn: RosterColumn = { sheet: 'basic', field: 'gender' }

/** Short on a narrow column: the name of the code alone, except of places, which need those above them. */
function shortWord(field: Field, value: string, record: PersonRecord, tables: TableLookup): string {
  const isPlace = field.kind === 'code' && field.table.startsWith('divisions')
  const name = field.kind === 'code' && !isPlace ? tables.table(field.table)?.get(value)?.name : undefined
  return name ?? wordOf(field, value, record, tables)
}

/** The values of a person in these columns, as they are said on paper, whoever prints it. */
export function rosterWords(
  record: PersonRecord,
  columns: readonly RosterColumn[],
  { scheme, tables }: RosterSpeech,
): readonly string[] {
  return rosterValues(record, columns).map((value, at) => {
    const column = columns[at]
    const sheet = column && sheetByKey(scheme, column.sheet)
    const field = sheet && fieldByKey(sheet, column.field)
    return field && value !== '' ? shortWord(field, value, record, tables) : visibleText(value)
  })
}

/** What the totals of a roster tell apart. */
export function rosterGroup(record: PersonRecord, speech: RosterSpeech): string {
  const [group = ''] = rosterWords(record, [genderColumn], speech)
  return group
}
