import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { type CaseState, stateAfter } from './case-state.ts'
import { type ChecklistItem, checklistItems, type ReviewEvent, type ReviewStep } from './review-event.ts'

/** A submission that belongs to a case. */
export interface CaseRevision {
  readonly digest: string
  /** The person's own count of revisions. */
  readonly revision: number
  readonly signer: string
  readonly file: string
  readonly receivedAt: number
}

/** A correction the unit made on behalf of the person (M10). */
export interface CaseCorrection {
  readonly digest: string
  readonly from: string
  readonly by: string
  readonly at: number
  readonly changes: Extract<ReviewStep, { kind: 'corrected' }>['changes']
}

/** 个案: what a unit holds about one person, as its trail tells it. */
export interface ReviewCase {
  readonly id: string
  readonly state: CaseState
  readonly revisions: readonly CaseRevision[]
  readonly corrections: readonly CaseCorrection[]
  /** Digest of the payload that counts now: the newest revision, what was chosen, or its correction. */
  readonly standing: string
  readonly checklist: ReadonlySet<ChecklistItem>
  /** Pack the standing payload was reported in. */
  readonly pack?: string
  readonly sequence: number
  readonly changedAt: number
}

/** Newer by the person's own count; two of the same count are kept in the order of their digests, wherever they came first. */
export function isNewer(a: Pick<CaseRevision, 'revision' | 'digest'>, b: typeof a): boolean {
  return a.revision === b.revision ? a.digest > b.digest : a.revision > b.revision
}

const none: Omit<ReviewCase, 'id'> = {
  state: 'received',
  revisions: [],
  corrections: [],
  standing: '',
  checklist: new Set(),
  sequence: 0,
  changedAt: 0,
}

function receive(
  standing: ReviewCase,
  event: ReviewEvent,
  step: Extract<ReviewStep, { kind: 'received' }>,
): ReviewCase {
  const { digest, revision, signer, file } = step
  const newest = standing.revisions.every((other) => isNewer(step, other))
  const revisions = [...standing.revisions, { digest, revision, signer, file, receivedAt: event.at }]
  // An older revision that comes late is kept, and changes nothing.
  return newest ? { ...standing, revisions, standing: digest, checklist: new Set() } : { ...standing, revisions }
}

function tick(standing: ReviewCase, { item, isTicked }: Extract<ReviewStep, { kind: 'ticked' }>): ReviewCase {
  const checklist = new Set(standing.checklist)
  if (isTicked) checklist.add(item)
  else checklist.delete(item)
  return { ...standing, checklist }
}

function correct(
  standing: ReviewCase,
  event: ReviewEvent,
  step: Extract<ReviewStep, { kind: 'corrected' }>,
): ReviewCase {
  const { digest, from, changes } = step
  const correction = { digest, from, by: event.by, at: event.at, changes }
  return { ...standing, corrections: [...standing.corrections, correction], standing: digest }
}

function applyStep(standing: ReviewCase, event: ReviewEvent): ReviewCase {
  const { step } = event
  switch (step.kind) {
    case 'received':
      return receive(standing, event, step)
    case 'ticked':
      return tick(standing, step)
    case 'corrected':
      return correct(standing, event, step)
    case 'chosen':
      return { ...standing, standing: step.digest, checklist: new Set() }
    case 'reported':
      return { ...standing, pack: step.pack }
    case 'opened':
    case 'returned':
    case 'passed':
    case 'reopened':
    case 'setAside':
    case 'takenBack':
      return standing
  }
}

/** Whether a step speaks of a payload this case has, and of the one that counts where that matters. */
function fits(standing: ReviewCase | undefined, step: ReviewStep): boolean {
  if (!standing || !('digest' in step)) return true
  const known = [...standing.revisions, ...standing.corrections].some(({ digest }) => digest === step.digest)
  if (step.kind === 'received') return !known
  if (step.kind === 'chosen') return known
  if (step.kind === 'corrected') return step.from === standing.standing && !known
  return step.digest === standing.standing
}

/** The case after one more line of its trail; refused when the step is not allowed or out of order. */
export function appendEvent(
  standing: ReviewCase | undefined,
  event: ReviewEvent,
): Result<ReviewCase, AppError<'REVIEW_STEP_REFUSED' | 'REVIEW_CONFLICT'>> {
  const from = standing?.state ?? 'none'
  const expected = (standing?.sequence ?? 0) + 1
  if (event.sequence !== expected) return fail('REVIEW_CONFLICT', { expected, found: event.sequence })
  const state = stateAfter(from, event.step.kind)
  if (!state || !fits(standing, event.step)) return fail('REVIEW_STEP_REFUSED', { state: from, step: event.step.kind })
  const before = standing ?? { ...none, id: event.caseId }
  const after = applyStep(before, event)
  const isStale = event.step.kind === 'received' && after.standing === before.standing && standing !== undefined
  return ok({
    ...after,
    state: isStale ? before.state : state,
    sequence: event.sequence,
    changedAt: event.at,
  })
}

/** The case its whole trail tells, or the first line that does not fit. */
export function caseOf(trail: readonly ReviewEvent[]): ReturnType<typeof appendEvent> {
  let standing: ReviewCase | undefined
  for (const event of trail) {
    const next = appendEvent(standing, event)
    if (!next.ok) return next
    standing = next.value
  }
  return standing ? ok(standing) : fail('REVIEW_STEP_REFUSED', { state: 'none', step: 'none' })
}

/** Points of the checklist that are not ticked yet (M08). */
export function untickedItems({ checklist }: ReviewCase): readonly ChecklistItem[] {
  return checklistItems.filter((item) => !checklist.has(item))
}
