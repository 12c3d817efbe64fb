import { makePace } from '#app/platform/clock/breathe.ts'
import type { CaseChange, CaseStorage, CaseTrail, ListedCase } from '#app/platform/storage/case-storage.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { rowAfterStep, whatKeepsFromPassing } from '#core/review/case-row.ts'
import { caseOf, type ReviewCase, rivalsOf } from '#core/review/review-case.ts'
import type { ReviewStep } from '#core/review/review-event.ts'
import { type Reviewer, takeSteps } from './case-steps.ts'

/** People that are written in one transaction. */
const inBlock = 500

/** The same steps for many people. */
export interface BulkSteps {
  readonly rows: readonly ListedCase[]
  /** The steps of a person; none where all is done. */
  readonly stepsOf: (row: ListedCase, standing: ReviewCase) => readonly ReviewStep[]
  readonly reviewer: Reviewer
}

/** What is written together. */
export interface BulkBlock {
  readonly changes: readonly CaseChange[]
  readonly rows: readonly ListedCase[]
  /** Why these steps do not fit some others any more. */
  readonly refused: readonly AppError[]
}

/**
 * The step that passes somebody together with many others; none where the line is from before a step that opened
 * something, here or on another device: nobody has decided on that. Which of two contents of one revision counts (M02) is
 * looked at one by one.
 */
export function passingSteps({ key: _key, ...line }: ListedCase, now: ReviewCase): readonly ReviewStep[] {
  const isAsListed = now.standing === line.standing && rivalsOf(now).length === 0
  if (!isAsListed || whatKeepsFromPassing(rowAfterStep(line, now)) !== undefined) return []
  return [{ kind: 'passed', digest: line.standing }]
}

function planFor(
  { key: _key, ...line }: ListedCase,
  steps: readonly ReviewStep[],
  standing: ReviewCase,
  reviewer: Reviewer,
): Result<CaseChange> {
  // What the line says of somebody, the rules' findings too, is of what counted when it was listed: of nothing newer.
  if (steps.length > 0 && line.standing !== standing.standing)
    return fail('REVIEW_CONFLICT', { expected: line.sequence, found: standing.sequence })
  const taken = takeSteps(standing, steps, reviewer)
  if (!taken.ok) return taken
  const { events, standing: after } = taken.value
  return ok({ events, row: rowAfterStep(line, after), texts: [], onto: standing.last })
}

/** The case a trail tells. One with a gap tells none, however often it is tried again: that is no conflict with others. */
function toldBy(events: CaseTrail['events']): Result<ReviewCase> {
  const standing = caseOf(events)
  const isCut = !standing.ok && standing.error.code === 'REVIEW_CONFLICT'
  return isCut ? fail('REVIEW_STEP_REFUSED', { state: 'none', step: 'none' }) : standing
}

/** Plans steps of many people in the order they lie in the store, so that each of its blocks is opened once. */
export async function* bulkBlocks(
  cases: CaseStorage,
  { rows, stepsOf, reviewer }: BulkSteps,
): AsyncGenerator<Result<BulkBlock>, void> {
  const waiting = new Map(rows.map((row) => [row.caseId, row]))
  const pace = makePace()
  let block = { changes: [] as CaseChange[], rows: [] as ListedCase[], refused: [] as AppError[] }
  for await (const trail of cases.trails(waiting.keys())) {
    if (!trail.ok) return yield trail
    const { caseId, events } = trail.value
    const row = waiting.get(caseId)
    const standing = toldBy(events)
    if (!row) continue
    const planned = standing.ok ? planFor(row, stepsOf(row, standing.value), standing.value, reviewer) : standing
    if (planned.ok) {
      if (planned.value.events.length > 0) block.changes.push(planned.value)
      block.rows.push(row)
    } else block.refused.push(planned.error)
    if (block.rows.length === inBlock) {
      yield ok(block)
      block = { changes: [], rows: [], refused: [] }
    }
    await pace()
  }
  yield ok(block)
}
