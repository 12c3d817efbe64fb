import type { CaseChange, CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { rowAfterStep } from '#core/review/case-row.ts'
import { appendEvent, caseOf, type ReviewCase } from '#core/review/review-case.ts'
import type { ReviewEvent, ReviewStep } from '#core/review/review-event.ts'

/** Who takes a step, and when. */
export interface Reviewer {
  readonly by: string
  readonly at: number
}

/** A case with its trail. */
export interface OpenedCase {
  readonly trail: readonly ReviewEvent[]
  readonly standing: ReviewCase
}

/** Reads a case from its trail. */
export async function openCase(cases: CaseStorage, caseId: string): Promise<Result<OpenedCase>> {
  const trail = await cases.trail(caseId)
  if (!trail.ok) return trail
  const standing = caseOf(trail.value)
  return standing.ok ? ok({ trail: trail.value, standing: standing.value }) : standing
}

/** The case after these steps, and the lines of its trail; nothing is written yet. */
export function takeSteps(
  before: ReviewCase,
  steps: readonly ReviewStep[],
  { by, at }: Reviewer,
): Result<{ readonly events: readonly ReviewEvent[]; readonly standing: ReviewCase }> {
  let standing = before
  const events: ReviewEvent[] = []
  for (const step of steps) {
    const event = { id: crypto.randomUUID(), caseId: before.id, sequence: standing.sequence + 1, at, by, step }
    const next = appendEvent(standing, event)
    if (!next.ok) return next
    standing = next.value
    events.push(event)
  }
  return ok({ events, standing })
}

/** Plans the same steps for a listed case whose payload stays as it is. */
export async function planSteps(
  cases: CaseStorage,
  row: ListedCase,
  steps: readonly ReviewStep[],
  reviewer: Reviewer,
): Promise<Result<CaseChange>> {
  const opened = await openCase(cases, row.caseId)
  if (!opened.ok) return opened
  const taken = takeSteps(opened.value.standing, steps, reviewer)
  if (!taken.ok) return taken
  const { key: _key, ...line } = row
  const { events, standing } = taken.value
  return ok({ events, row: rowAfterStep(line, standing), texts: [], onto: opened.value.standing.last })
}
