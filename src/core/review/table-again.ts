import { parsePath } from '#core/record/field-path.ts'
import { type PersonRecord, type Row, rowSheets, rowsOf } from '#core/record/record.ts'
import { mostCorrections, type SubmissionContent } from '#core/submission/submission.ts'
import type { CaseRow } from './case-row.ts'
import { type CaseState, stateAfter } from './case-state.ts'
import { type FieldChange, fieldChanges } from './field-changes.ts'
import { caseIdOf, type PersonIdentity, personNameKey } from './identity.ts'
import type { PeopleIndex } from './people-index.ts'
import { digestOfPerson, type ReviewCase } from './review-case.ts'
import { mostChanges } from './review-event.ts'

/** Reason of what a table changed that was imported again: by it a record tells what the tables said. */
export const tableReason = '再次导入表格'

type CaseOfTable = CaseRow & { readonly key: string }

/**
 * The cases somebody of a table may be: by the ID number first, whatever number a case came with; by name and birth
 * date only where one of both has no number.
 */
export function casesInTable<R extends CaseOfTable>(index: PeopleIndex<R>, person: PersonIdentity): readonly R[] {
  const { idNumber, birthDate } = person
  const named = index.byCaseId(caseIdOf(person))
  const renumbered = idNumber === '' ? [] : Array.from(index.renumberedTo(idNumber), (caseId) => index.byCaseId(caseId))
  const found = [...new Set([named, ...renumbered])].filter((row) => row !== undefined)
  if (found.length > 1) {
    const counting = found.filter(({ state }) => state !== 'setAside')
    return counting.length === 0 ? found : counting
  }
  if (found.length === 1 || birthDate === '') return found
  return index.namesakesOf(person).filter((row) => idNumber === '' || row.idNumber === '')
}

/** Whether what counts was entered by the unit itself, from a table; by the keys it signs with and signed with. */
export function isEnteredHere(standing: ReviewCase, ownKeys: ReadonlySet<string>): boolean {
  const digest = digestOfPerson(standing)
  return standing.revisions.some(
    (known) => known.digest === digest && known.revision === 0 && known.unit === undefined && ownKeys.has(known.signer),
  )
}

const saidIn = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''))

/** Somebody of a table who is new: what is to go stands nowhere, and a row that says nothing else is none. */
export function newFromTable(table: PersonRecord): PersonRecord {
  const rows = rowSheets.map((sheet) => [sheet, table[sheet].map(saidIn).filter((row) => Object.keys(row).length > 0)])
  return { ...table, basic: saidIn(table.basic), ...Object.fromEntries(rows) }
}

/**
 * What a table says otherwise than a record: a blank cell, or a column that is not there, says nothing, nor does a sheet
 * without a row of the person; what is to go stands as `''`. Rows it no longer has, behind those it has, are gone.
 */
const differencesIn = (record: PersonRecord, table: PersonRecord): readonly FieldChange[] =>
  fieldChanges(record, table).filter(({ path, after }) => {
    const { sheet = '', row = 0, field = '' } = parsePath(path) ?? {}
    const rows = rowsOf(table, sheet)
    if (after !== '' || rows[row]?.[field] === '') return true
    return sheet !== 'basic' && rows.length > 0 && row >= rows.length
  })

/** Whether a row of the table leaves blank what stands at its place. */
const isBlankOver = (row: Row, standing: Row): boolean =>
  Object.entries(standing).some(([field, value]) => value !== '' && row[field] === undefined)
const fits = (row: Row, standing: Row): boolean =>
  Object.entries(row).every(([field, value]) => (standing[field] ?? '') === value)

/**
 * Whether rows may stand at other places than in the record: rows are compared by their place, and one that moved would
 * keep, where it is blank, what another row said there.
 */
function isMoved(record: PersonRecord, table: PersonRecord): boolean {
  return rowSheets.some((sheet) => {
    const [standing, rows] = [rowsOf(record, sheet), rowsOf(table, sheet)]
    const isShorter = rows.length < standing.length
    return rows.some((row, at) => {
      const own = standing[at]
      if (own === undefined || !isBlankOver(row, own)) return false
      const isLikeAnother = standing.some((other) => other !== own && fits(row, other))
      return fits(row, own) ? isShorter && isLikeAnother : isShorter || isLikeAnother
    })
  })
}

/** What the tables said last at each place that was corrected since. */
function saidByTables(corrections: SubmissionContent['corrections'] = []): ReadonlyMap<string, string> {
  const said = new Map<string, string>()
  for (const { path, before, after, reason } of corrections) {
    if (reason === tableReason) said.set(path, after)
    else if (!said.has(path)) said.set(path, before)
  }
  return said
}

/** Why somebody of a table is left as they are. */
export type LeftInTable =
  /** What counts is their own word, or that of a unit below. */
  | 'theirs'
  /** The table says what it said before; what was corrected since stays. */
  | 'kept'
  /** Passed, sent back, reported or set aside. */
  | 'closed'
  /** The ID number of somebody else. */
  | 'doubtful'
  /** Rows that may have moved, with blank cells: what stands there could be another row's. */
  | 'moved'
  | 'tooMany'

/** What a table makes of somebody who is here. */
export type TableFate =
  | { readonly kind: 'same' | LeftInTable }
  | { readonly kind: 'corrected'; readonly changes: readonly FieldChange[]; readonly isSomeKept: boolean }

const namesOther = ({ path, before, after }: FieldChange): boolean =>
  (path === 'basic.name' && personNameKey(before) !== personNameKey(after)) ||
  (path === 'basic.gender' && before !== '')

function whatLeaves(state: CaseState, changes: readonly FieldChange[], before: number): LeftInTable | undefined {
  if (changes.length === 0) return 'kept'
  if (changes.some(namesOther)) return 'doubtful'
  if (stateAfter(state, 'corrected') === undefined) return 'closed'
  return changes.length > mostChanges || before + changes.length > mostCorrections ? 'tooMany' : undefined
}

/** Decides what a table that is imported again makes of somebody: only what a table itself changed is changed. */
export function fateInTable(
  {
    state,
    isOwn,
    content,
  }: { readonly state: CaseState; readonly isOwn: boolean; readonly content: SubmissionContent },
  table: PersonRecord,
): TableFate {
  const differences = differencesIn(content.record, table)
  if (differences.length === 0) return { kind: 'same' }
  if (!isOwn) return { kind: differences.some(namesOther) ? 'doubtful' : 'theirs' }
  if (isMoved(content.record, table)) return { kind: 'moved' }
  const said = saidByTables(content.corrections)
  const changes = differences.filter(({ path, before, after }) => after !== (said.get(path) ?? before))
  const left = whatLeaves(state, changes, content.corrections?.length ?? 0)
  if (left !== undefined) return { kind: left }
  return { kind: 'corrected', changes, isSomeKept: changes.length < differences.length }
}
