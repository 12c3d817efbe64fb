import { merkleRoot, type Sha256 } from '#core/pack/merkle.ts'
import type { PersonRecord } from '#core/record/record.ts'
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

/**
 * Binds a roster to exactly these submissions, whatever its columns and order: the Merkle root over their digests in
 * ascending order. The same data always gives the same digest, and it is the `root` of a full pack of these people.
 */
export function rosterDigest(submissions: Iterable<string>, sha256?: Sha256): Promise<string> {
  return merkleRoot([...new Set(submissions)].sort(), sha256)
}
