import { makePace } from '#app/platform/clock/breathe.ts'
import type { CaseChange, CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { CaseRow } from '#core/review/case-row.ts'
import { correctByTable, type Corrector } from '#core/review/correct-submission.ts'
import type { FieldChange } from '#core/review/field-changes.ts'
import { caseIdOf, identityOf } from '#core/review/identity.ts'
import type { PeopleIndex } from '#core/review/people-index.ts'
import type { ReviewCase } from '#core/review/review-case.ts'
import {
  casesInTable,
  fateInTable,
  isEnteredHere,
  type LeftInTable,
  newFromTable,
  type TableFate,
  tableReason,
} from '#core/review/table-again.ts'
import { contentOf } from '#core/submission/content-of.ts'
import type { SigningKey, SubmissionContent } from '#core/submission/submission.ts'
import { openCase, type Reviewer, takeSteps } from './case-steps.ts'

/** Somebody of a table who was not changed by it, wholly or in part. */
export interface ToldPerson {
  readonly name: string
  readonly caseId: string
  readonly why: LeftInTable | 'twice'
}

/** What becomes of the people of a table; nothing is written yet. */
export interface PlannedTable {
  /** Those who are not here. */
  readonly fresh: readonly PersonRecord[]
  readonly changes: readonly CaseChange[]
  readonly same: number
  readonly told: readonly ToldPerson[]
}

/** What a table is held against. */
export interface TableDesk {
  readonly cases: CaseStorage
  readonly people: PeopleIndex<ListedCase>
  readonly reviewer: Reviewer
  readonly key: SigningKey
  readonly named: Corrector['named']
  /** Thumbprints of the unit's keys. */
  readonly ownKeys: ReadonlySet<string>
  readonly lineAfter: (line: ListedCase, after: ReviewCase, content: SubmissionContent) => CaseRow
}

/** Somebody who is here. */
interface Known {
  readonly row: ListedCase
  readonly standing: ReviewCase
  readonly content: SubmissionContent
}

async function openKnown({ cases }: TableDesk, row: ListedCase): Promise<Result<Known>> {
  const opened = await openCase(cases, row.caseId)
  if (!opened.ok) return opened
  const { standing } = opened.value
  const text = await cases.text(standing.standing)
  if (!text.ok) return text
  return text.value === undefined
    ? fail('SYNC_PAYLOAD_MISSING', {})
    : ok({ row, standing, content: contentOf(text.value) })
}

/** What is to be written of somebody whom the table changes: signed by the unit, with a step in the trail. */
async function planChange(
  { row, standing, content }: Known,
  differing: readonly FieldChange[],
  { key, named, reviewer, lineAfter }: TableDesk,
): Promise<Result<CaseChange>> {
  const from = standing.standing
  const corrector = { by: reviewer.by, at: new Date(reviewer.at).toISOString(), key, named }
  const made = await correctByTable({ content, digest: from }, differing, corrector)
  const changes = made.changes.map(({ path, before, after }) => ({ path, before, after, reason: tableReason }))
  const taken = takeSteps(standing, [{ kind: 'corrected', digest: made.digest, from, changes }], reviewer)
  if (!taken.ok) return taken
  const { events, standing: after } = taken.value
  const texts = [{ digest: made.digest, text: made.text }]
  return ok({ events, row: lineAfter(row, after, made.content), texts, onto: standing.last })
}

/** Who of a table is new, and what it changes of those who are here: nobody comes twice, and nothing is overwritten unseen. */
export async function planTable(table: readonly PersonRecord[], desk: TableDesk): Promise<Result<PlannedTable>> {
  const fresh: PersonRecord[] = []
  const changes: CaseChange[] = []
  const told: ToldPerson[] = []
  const seen = new Set<string>()
  const pace = makePace()
  let same = 0

  /** Takes down what becomes of somebody who is here. */
  async function keep(known: Known, fate: TableFate): Promise<Result<unknown>> {
    const { caseId, name } = known.row
    if (fate.kind === 'same') same += 1
    else if (fate.kind !== 'corrected') told.push({ caseId, name, why: fate.kind })
    if (fate.kind !== 'corrected') return ok(undefined)
    const change = await planChange(known, fate.changes, desk)
    if (change.ok) changes.push(change.value)
    if (fate.isSomeKept) told.push({ caseId, name, why: 'kept' })
    return change
  }

  async function look(record: PersonRecord): Promise<Result<unknown>> {
    const person = identityOf(record)
    const [row, ...others] = casesInTable(desk.people, person)
    const caseId = row?.caseId ?? caseIdOf(person)
    const { name } = person
    if (seen.has(caseId)) return ok(told.push({ caseId, name, why: 'twice' }))
    seen.add(caseId)
    if (!row) return ok(fresh.push(newFromTable(record)))
    if (others.length > 0) return ok(told.push({ caseId, name, why: 'doubtful' }))
    const known = await openKnown(desk, row)
    if (!known.ok) return known
    const { standing, content } = known.value
    const isOwn = isEnteredHere(standing, desk.ownKeys)
    return keep(known.value, fateInTable({ state: standing.state, isOwn, content }, record))
  }

  for (const record of table) {
    const looked = await look(record)
    if (!looked.ok) return looked
    await pace()
  }
  return ok({ fresh, changes, same, told })
}
