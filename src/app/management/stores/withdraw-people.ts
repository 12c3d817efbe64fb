import { ok, type Result } from '#core/errors/result.ts'
import { type CaseRow, caseRowOf, lineOf, rowAfterStep } from '#core/review/case-row.ts'
import { type PlannedWithdrawal, planWithdrawal, type Withdrawal } from '#core/review/plan-withdrawal.ts'
import type { ReviewCase } from '#core/review/review-case.ts'
import { contentOf } from '#core/submission/content-of.ts'
import { takeSteps } from './case-steps.ts'
import type { ReceivedPerson } from './received-person.ts'
import type { Receiving, WaitingCases } from './waiting-cases.ts'

type Cases = Pick<WaitingCases, 'waiting' | 'rowOf' | 'standingOf' | 'add' | 'brought'>

/** The line of a case in which another submission may count now; what the rules say of that is not known yet. */
export async function rowOfOther(
  standing: ReviewCase,
  row: CaseRow,
  { cases }: Receiving,
  { brought }: Pick<WaitingCases, 'brought'>,
): Promise<Result<CaseRow>> {
  if (standing.standing === row.standing) return ok(rowAfterStep(row, standing))
  const came = brought.get(standing.standing)
  if (came) return ok(lineOf(standing, came.arriving, came.findings))
  const text = await cases.text(standing.standing)
  if (!text.ok) return text
  if (text.value !== undefined) return ok(caseRowOf(standing, contentOf(text.value), undefined))
  // What is still to come from a colleague's device is looked at when it is here; what was found in the other says nothing of it.
  return ok(lineOf(standing, { ...row, mobile: row.mobile ?? '' }, undefined))
}

/** Plans what becomes of one person; the digests of everything that ever came of them are taken off what is sought. */
async function withdrawOne(
  row: CaseRow,
  { withdrawal, sought }: { readonly withdrawal: Withdrawal; readonly sought: Set<string> },
  receiving: Receiving,
  { waiting, standingOf, add, brought }: Cases,
): Promise<Result<ReceivedPerson | undefined>> {
  const before = await standingOf(row.caseId)
  if (!before.ok || !before.value) return before.ok ? ok(undefined) : before
  for (const { digest } of before.value.revisions) sought.delete(digest)
  // What others brought meanwhile is no news of this unit.
  const isNews = waiting
    .get(row.caseId)
    ?.events.some(({ step }) => step.kind === 'received' && step.unit === withdrawal.unit)
  const planned = planWithdrawal(before.value, withdrawal, isNews)
  if (!planned) return ok(undefined)
  const taken = takeSteps(before.value, planned.steps, receiving.reviewer)
  if (!taken.ok) return taken
  const { events, standing } = taken.value
  const after = await rowOfOther(standing, row, receiving, { brought })
  if (!after.ok) return after
  add({ standing, row: after.value, events, texts: [], onto: before.value.last })
  return ok({
    caseId: row.caseId,
    name: row.name,
    notes: notesOf(planned, standing),
    kind: planned.kind,
    digest: row.standing,
  })
}

const notesOf = ({ kind }: PlannedWithdrawal, { disputed }: ReviewCase): ReceivedPerson['notes'] =>
  kind === 'stays' && disputed.length > 0 ? ['disputed'] : []

/** Whom a withdrawal may speak of: those whose line says so, and all that have more behind it than it says. */
function whoMayBeMeant(
  { digests, unit, formerly, reported }: Withdrawal,
  { people }: Receiving,
  { rowOf }: Cases,
): { readonly said: readonly CaseRow[]; readonly unsaid: readonly CaseRow[] } {
  const names = new Set<string | undefined>([unit, ...formerly])
  const rows = people.rows().flatMap(({ caseId }) => rowOf(caseId) ?? [])
  // What this level corrected stands under a digest of its own; a file of two units may be listed with the other.
  const isSaid = (row: CaseRow): boolean => digests.has(row.standing) || (names.has(row.unit) && row.corrections > 0)
  // Another unit's submission may count, or an earlier one that was chosen: only the trail tells.
  const isUnsaid = (row: CaseRow): boolean => !isSaid(row) && row.revisions > 1 && !reported.has(row.standing)
  return { said: rows.filter(isSaid), unsaid: rows.filter(isUnsaid) }
}

/**
 * Sets aside everybody a unit below no longer reports. Whoever another unit reports too, or who handed in here, stays
 * and is told of; where the one that withdraws stood alone behind what counted, what the other reported counts from now
 * on; where the pack itself holds another submission of theirs, that one does. Of whom people set aside it is noted:
 * whoever takes them back would else take back whom nobody reports.
 */
export async function withdrawPeople(
  withdrawal: Withdrawal,
  receiving: Receiving,
  standingCases: Cases,
): Promise<Result<readonly ReceivedPerson[]>> {
  const told: ReceivedPerson[] = []
  const { said, unsaid } = whoMayBeMeant(withdrawal, receiving, standingCases)

  async function goThrough(rows: readonly CaseRow[], sought: Set<string>, isOver = () => false): Promise<Result<void>> {
    for (const row of rows) {
      if (isOver()) break
      const person = await withdrawOne(row, { withdrawal, sought }, receiving, standingCases)
      if (!person.ok) return person
      if (person.value) told.push(person.value)
    }
    return ok(undefined)
  }

  const sought = new Set(withdrawal.digests)
  const first = await goThrough(said, sought)
  const held = first.ok ? await receiving.cases.held([...sought]) : first
  if (!held.ok) return held
  // Only what is kept here can lie in a trail.
  const kept = new Set(held.value)
  const then = await goThrough(unsaid, kept, () => kept.size === 0)
  return then.ok ? ok(told) : then
}
