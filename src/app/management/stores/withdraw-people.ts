import { ok, type Result } from '#core/errors/result.ts'
import { type CaseRow, rowAfterStep } from '#core/review/case-row.ts'
import type { ReviewCase } from '#core/review/review-case.ts'
import { takeSteps } from './case-steps.ts'
import type { ReceivedPerson } from './received-person.ts'
import type { Receiving, WaitingCases } from './waiting-cases.ts'

/** What a unit below no longer reports. */
export interface Withdrawal {
  readonly digests: ReadonlySet<string>
  readonly unit: string
  /** For the trail of each person. */
  readonly reason: string
}

/** Whether the last word of a unit on this person is withdrawn; who came here otherwise is not. */
function isWithdrawn({ revisions }: ReviewCase, { digests, unit }: Withdrawal): boolean {
  const reported = revisions.findLast((revision) => revision.unit !== undefined)
  return reported?.unit === unit && digests.has(reported.digest)
}

/** Sets aside everybody a unit below no longer reports; whoever another unit reports too stays. */
export async function withdrawPeople(
  withdrawal: Withdrawal,
  { people, reviewer }: Receiving,
  { rowOf, standingOf, add }: Pick<WaitingCases, 'rowOf' | 'standingOf' | 'add'>,
): Promise<Result<readonly ReceivedPerson[]>> {
  const { digests, unit, reason } = withdrawal
  // What this level corrected stands under a digest of its own.
  const mayBe = (row: CaseRow): boolean =>
    row.unit === unit && row.state !== 'setAside' && (digests.has(row.standing) || row.corrections > 0)
  const withdrawn: ReceivedPerson[] = []
  for (const row of people
    .rows()
    .flatMap(({ caseId }) => rowOf(caseId) ?? [])
    .filter(mayBe)) {
    const before = await standingOf(row.caseId)
    if (!before.ok) return before
    if (!before.value || !isWithdrawn(before.value, withdrawal)) continue
    const taken = takeSteps(before.value, [{ kind: 'setAside', reason }], reviewer)
    if (!taken.ok) return taken
    const { events, standing } = taken.value
    add({ standing, row: rowAfterStep(row, standing), events, texts: [], onto: before.value.last })
    withdrawn.push({ caseId: row.caseId, name: row.name, kind: 'withdrawn', notes: [], digest: row.standing })
  }
  return ok(withdrawn)
}
