import canonicalize from 'canonicalize'
import type { PersonRecord } from '#core/record/record.ts'
import { sha256Hex } from '#core/submission/digest.ts'
import { fieldValue } from './field-value.ts'

/** A column of the roster: a field of the basic sheet, or of the row of a sub-table that counts. */
export interface RosterColumn {
  readonly sheet: string
  readonly field: string
}

/** Columns of the roster as the region's form has them, before somebody chooses others. */
export const usualRosterColumns: readonly RosterColumn[] = [
  { sheet: 'basic', field: 'name' },
  { sheet: 'basic', field: 'gender' },
  { sheet: 'basic', field: 'idNumber' },
  { sheet: 'education', field: 'educationLevel' },
  { sheet: 'titles', field: 'qualificationName' },
  { sheet: 'titles', field: 'issueDate' },
  { sheet: 'basic', field: 'currentPost' },
]

/** The values of a person in these columns, as they stand in the record. */
export function rosterValues(record: PersonRecord, columns: readonly RosterColumn[]): readonly string[] {
  return columns.map((column) => fieldValue(record, column)[0] ?? '')
}

/** Binds a roster to exactly these submissions in these columns: the same data always gives the same digest. */
export function rosterDigest(columns: readonly RosterColumn[], submissions: readonly string[]): Promise<string> {
  const named = columns.map(({ sheet, field }) => `${sheet}.${field}`)
  const content = canonicalize({ columns: named, submissions: [...submissions].sort() }) ?? ''
  return sha256Hex(new TextEncoder().encode(content))
}
