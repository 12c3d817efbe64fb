import * as v from 'valibot'
import { longestValue } from '#core/record/record.ts'
import type { PushedStep } from './pushed-step.ts'

const value = v.pipe(v.string(), v.maxLength(longestValue))

/** A value that two people changed to different things without knowing of each other. */
export const fieldConflictSchema = v.strictObject({
  path: v.pipe(v.string(), v.maxLength(64)),
  /** What it was before both. */
  before: value,
  theirs: value,
  mine: value,
})

/** A value that two people changed to different things. */
export type FieldConflict = v.InferOutput<typeof fieldConflictSchema>

interface Changed {
  readonly before: string
  readonly after: string
}

/** First value before and last value after, by path. */
function changedBy(steps: readonly PushedStep[]): ReadonlyMap<string, Changed> {
  const changed = new Map<string, Changed>()
  for (const step of steps) {
    if (step.kind !== 'corrected') continue
    for (const { path, before, after } of step.changes) {
      changed.set(path, { before: changed.get(path)?.before ?? before, after })
    }
  }
  return changed
}

/** Where both sides changed the same value to different things; what only one side changed is no conflict. */
export function fieldConflicts(
  theirSteps: readonly PushedStep[],
  mySteps: readonly PushedStep[],
): readonly FieldConflict[] {
  const theirs = changedBy(theirSteps)
  return [...changedBy(mySteps)].flatMap(([path, mine]) => {
    const other = theirs.get(path)
    if (!other || other.after === mine.after) return []
    return [{ path, before: other.before, theirs: other.after, mine: mine.after }]
  })
}
