import type { CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import type { RosterPerson } from '#core/print/roster-document.ts'
import type { RosterColumn } from '#core/review/roster.ts'
import { rosterGroup, type RosterSpeech, rosterWords } from '#core/review/roster-words.ts'
import { eachRecord } from './each-record.ts'

/** How far the reading is, and whether the people are still wanted: else it stops wherever it is. */
export interface RosterReading {
  readonly onProgress?: (read: number) => void
  readonly isWanted?: () => boolean
}

/** The people of a roster with their values in words, read a few hundred at a time. */
export async function rosterPeople(
  cases: CaseStorage,
  rows: readonly ListedCase[],
  columns: readonly RosterColumn[],
  speech: RosterSpeech & RosterReading,
): Promise<readonly RosterPerson[]> {
  const people: RosterPerson[] = []
  for await (const batch of eachRecord(cases, rows)) {
    if (speech.isWanted?.() === false) break
    for (const { row, record } of batch) {
      const { name, idNumber, employer } = row
      const group = rosterGroup(record, speech)
      people.push({ name, idNumber, unit: employer, group, values: rosterWords(record, columns, speech) })
    }
    speech.onProgress?.(people.length)
  }
  return people
}
