import { formatPath, parsePath } from '#core/record/field-path.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { placeNow, spelledAt } from './commented-place.ts'
import type { ReturnComment } from './return-slip.ts'

/** Where a place that was commented on stands now, if what stands there is still the same. */
function sameNow(path: string, submitted: PersonRecord, now: PersonRecord): string | undefined {
  const at = parsePath(path)
  // A place nobody knows can be answered by a word only.
  if (!at) return path
  const place = placeNow(at, submitted, now)
  return place && spelledAt(submitted, at) === spelledAt(now, place) ? formatPath(place) : undefined
}

/**
 * The comments nobody has answered: not by a word (their positions are in `answered`), nor by another value since, nor
 * by taking the row out. Each with its place as it is now: rows before it may have come or gone.
 */
export function openComments(
  comments: readonly ReturnComment[],
  answered: readonly number[],
  submitted: PersonRecord,
  now: PersonRecord,
): readonly (ReturnComment & { readonly position: number })[] {
  return comments.flatMap((comment, position) => {
    const path = answered.includes(position) ? undefined : sameNow(comment.path, submitted, now)
    return path === undefined ? [] : [{ ...comment, path, position }]
  })
}
