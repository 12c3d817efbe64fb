import type { CaseStorage } from '#app/platform/storage/case-storage.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { type CaseState, stateAfter } from '#core/review/case-state.ts'
import {
  appendEvent,
  caseOf,
  type CaseRevision,
  correctedFrom,
  digestOfPerson,
  type ReviewCase,
  strangersOf,
} from '#core/review/review-case.ts'
import { correctSubmission } from '#core/review/correct-submission.ts'
import { checklistItems, type ReviewEvent, type ReviewStep } from '#core/review/review-event.ts'
import { unitsOfPerson } from '#core/review/whose-case.ts'

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

/** By which step another submission comes to count: who was reported already is checked anew first. */
const choosingBegins = (state: CaseState): 'reopened' | 'chosen' => (state === 'reported' ? 'reopened' : 'chosen')

/** Whether another submission can come to count: of a case that is set aside, none counts here. */
export const mayChoose = (state: CaseState): boolean => stateAfter(state, choosingBegins(state)) !== undefined

/** Whether the units of this submission's person are undecided between: that is a decision of its own (M15). */
export const isUnitFirst = (standing: ReviewCase, digest: string): boolean =>
  standing.disputed.length > 0 && unitsOfPerson(standing, digest).length > 1

/** Units that are undecided between (M15), each with what it brought last. */
export const unitsToChoose = ({ state, disputed, revisions }: Pick<ReviewCase, 'state' | 'disputed' | 'revisions'>) =>
  (mayChoose(state) ? disputed : []).flatMap((unit) => {
    const revision = revisions.findLast((each) => each.unit === unit)
    return revision ? [{ unit, digest: revision.digest }] : []
  })

/** Whether a submission is offered to be taken: for the unit that brought it, or where no unit is to be decided for. */
export const mayTake = (standing: ReviewCase, { digest, unit }: Pick<CaseRevision, 'digest' | 'unit'>): boolean =>
  mayChoose(standing.state) &&
  digest !== digestOfPerson(standing) &&
  (unit !== undefined || !isUnitFirst(standing, digest))

interface Choice {
  /** Digest it arrived with. */
  readonly digest: string
  readonly reason: string
  readonly unit: string | undefined
}

/**
 * By which steps a submission, or a unit's, counts from now on. Where two units brought the very same file, or whose case
 * it is is undecided too, the digest says too little. What was corrected in it here stays corrected.
 */
export function choosingSteps(standing: ReviewCase, { digest, reason, unit }: Choice): readonly ReviewStep[] {
  const isOthers = (each: CaseRevision): boolean => each.digest === digest && each.unit !== unit
  const isOfUnit = unit !== undefined && (standing.revisions.some(isOthers) || strangersOf(standing).length > 0)
  const counts = correctedFrom(standing, digest)
  const chosen: ReviewStep = { kind: 'chosen', digest: counts, reason, ...(isOfUnit && { unit }) }
  return choosingBegins(standing.state) === 'reopened' ? [{ kind: 'reopened', reason }, chosen] : [chosen]
}

/** The steps that tick what is not ticked yet. */
export const tickingSteps = (standing: ReviewCase | undefined): readonly ReviewStep[] =>
  checklistItems
    .filter((item) => !standing?.checklist.has(item))
    .map((item) => ({ kind: 'ticked', item, isTicked: true }))

/** The step of a correction, and the payload that it comes with. */
export async function correctingStep(...[from, wanted, signer]: Parameters<typeof correctSubmission>) {
  const made = await correctSubmission(from, wanted, signer)
  if (!made.ok) return made
  const changes = made.value.changes.map(({ path, before, after, reason }) => ({ path, before, after, reason }))
  const step = { kind: 'corrected', digest: made.value.digest, from: from.digest, changes } as const
  return ok({ step, next: made.value })
}
