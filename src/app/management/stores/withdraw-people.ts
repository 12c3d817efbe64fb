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

/** What a withdrawal does to a person; nothing where it speaks of what its unit never said last, or of nobody's report. */
function fateOf({ revisions }: ReviewCase, { digests, unit }: Withdrawal): 'withdrawn' | 'stays' | undefined {
  const reported = revisions.filter((revision) => revision.unit !== undefined)
  const own = reported.filter((revision) => revision.unit === unit)
  if (!digests.has(own.at(-1)?.digest ?? '')) return undefined
  // Whoever another unit reports too is for people to decide.
  return own.length === reported.length ? 'withdrawn' : 'stays'
}

/** Sets aside everybody a unit below no longer reports; whoever another unit reports too stays, and is told of. */
export async function withdrawPeople(
  withdrawal: Withdrawal,
  { people, reviewer }: Receiving,
  { rowOf, standingOf, add }: Pick<WaitingCases, 'rowOf' | 'standingOf' | 'add'>,
): Promise<Result<readonly ReceivedPerson[]>> {
  const { digests, unit, reason } = withdrawal
  // What this level corrected stands under a digest of its own; a file of two units may be listed with the other.
  const mayBe = (row: CaseRow): boolean =>
    row.state !== 'setAside' && (digests.has(row.standing) || (row.unit === unit && row.corrections > 0))
  const told: ReceivedPerson[] = []
  for (const row of people
    .rows()
    .flatMap(({ caseId }) => rowOf(caseId) ?? [])
    .filter(mayBe)) {
    const before = await standingOf(row.caseId)
    if (!before.ok) return before
    const kind = before.value && fateOf(before.value, withdrawal)
    if (!before.value || !kind) continue
    told.push({ caseId: row.caseId, name: row.name, kind, notes: [], digest: row.standing })
    if (kind === 'stays') continue
    const taken = takeSteps(before.value, [{ kind: 'setAside', reason, withdrawnBy: unit }], reviewer)
    if (!taken.ok) return taken
    const { events, standing } = taken.value
    add({ standing, row: rowAfterStep(row, standing), events, texts: [], onto: before.value.last })
  }
  return ok(told)
}
