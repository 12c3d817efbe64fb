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
  /** How many values a unit below corrected in it. */
  readonly corrections: number
  /** Unit below that reported it in a pack. */
  readonly unit?: string
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
  /** Units that each reported this person while nobody has decided between them (M15). */
  readonly disputed: readonly string[]
  /** Pack the standing payload was reported in. */
  readonly pack?: string
  readonly sequence: number
  /** Id of the last step of its trail: what a further step follows. */
  readonly last: string
  readonly changedAt: number
}

/** What decides which of two revisions is newer. */
export type RevisionRank = Pick<CaseRevision, 'revision' | 'digest'> & { readonly corrections?: number }

/**
 * Newer by the person's own count, then by what a unit corrected in it; two that are equal in both are kept in the
 * order of their digests, wherever they came first.
 */
export function isNewer(a: RevisionRank, b: RevisionRank): boolean {
  if (a.revision !== b.revision) return a.revision > b.revision
  const more = (a.corrections ?? 0) - (b.corrections ?? 0)
  return more === 0 ? a.digest > b.digest : more > 0
}

const none: Omit<ReviewCase, 'id'> = {
  state: 'received',
  revisions: [],
  corrections: [],
  standing: '',
  checklist: new Set(),
  disputed: [],
  sequence: 0,
  last: '',
  changedAt: 0,
}

function receive(
  standing: ReviewCase,
  event: ReviewEvent,
  step: Extract<ReviewStep, { kind: 'received' }>,
): ReviewCase {
  const { kind: _kind, corrections = 0, ...arrival } = step
  const newest = standing.revisions.every((other) => isNewer(step, other))
  const revisions = [...standing.revisions, { ...arrival, corrections, receivedAt: event.at }]
  const units = [...new Set(revisions.flatMap(({ unit }) => unit ?? []))].sort()
  const isOfNewUnit = standing.revisions.every(({ unit }) => unit !== step.unit)
  const disputed = units.length > 1 && isOfNewUnit ? units : standing.disputed
  // An older revision that comes late is kept, and changes nothing that counts.
  if (!newest) return { ...standing, revisions, disputed }
  return { ...standing, revisions, disputed, standing: step.digest, checklist: new Set() }
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
      return { ...standing, standing: step.digest, checklist: new Set(), disputed: [] }
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

const isSameArrival = (
  revision: Pick<CaseRevision, 'digest' | 'unit'>,
  step: Pick<CaseRevision, 'digest' | 'unit'>,
): boolean => revision.digest === step.digest && revision.unit === step.unit

/** Whether a step speaks of a payload this case has, and of the one that counts where that matters. */
function fits(standing: ReviewCase | undefined, step: ReviewStep): boolean {
  if (!standing || !('digest' in step)) return true
  const known = [...standing.revisions, ...standing.corrections].some(({ digest }) => digest === step.digest)
  // The same file from another unit below is news: two units report this person.
  if (step.kind === 'received') return !standing.revisions.some((each) => isSameArrival(each, step))
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
    last: event.id,
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
