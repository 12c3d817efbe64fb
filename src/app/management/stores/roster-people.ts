import type { CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import { wordOf } from '#app/shared/form/shown-words.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { RosterPerson } from '#core/print/roster-document.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { type RosterColumn, rosterValues } from '#core/review/roster.ts'
import { type Field, fieldByKey, type Scheme, sheetByKey } from '#core/scheme/scheme.ts'
import { eachRecord } from './each-record.ts'

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

function wordsOf(
  record: PersonRecord,
  columns: readonly RosterColumn[],
  { scheme, tables }: RosterSpeech,
): readonly string[] {
  return rosterValues(record, columns).map((value, at) => {
    const column = columns[at]
    const sheet = column && sheetByKey(scheme, column.sheet)
    const field = sheet && fieldByKey(sheet, column.field)
    return field && value !== '' ? shortWord(field, value, record, tables) : value
  })
}

/** The people of a roster with their values in words, read a few hundred at a time. */
export async function rosterPeople(
  cases: CaseStorage,
  rows: readonly ListedCase[],
  columns: readonly RosterColumn[],
  speech: RosterSpeech & { readonly onProgress?: (read: number) => void },
): Promise<readonly RosterPerson[]> {
  const people: RosterPerson[] = []
  for await (const batch of eachRecord(cases, rows)) {
    for (const { row, record } of batch) {
      const [group = ''] = wordsOf(record, [genderColumn], speech)
      const { name, idNumber, employer } = row
      people.push({ name, idNumber, unit: employer, group, values: wordsOf(record, columns, speech) })
    }
    speech.onProgress?.(people.length)
  }
  return people
}
