import { formatPath, parsePath } from '#core/record/field-path.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { placesNow, spelledAt } from './commented-place.ts'
import type { ReturnComment } from './return-slip.ts'

/** Finds where a place that was commented on stands now, if what stands there is still the same. */
function sameIn(submitted: PersonRecord, now: PersonRecord): (path: string) => string | undefined {
  const placeNow = placesNow(submitted, now)
  return (path) => {
    const at = parsePath(path)
    // A place nobody knows can be answered by a word only.
    if (!at) return path
    const place = placeNow(at)
    return place && spelledAt(submitted, at) === spelledAt(now, place) ? formatPath(place) : undefined
  }
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
  const sameNow = sameIn(submitted, now)
  return comments.flatMap((comment, position) => {
    const path = answered.includes(position) ? undefined : sameNow(comment.path)
    return path === undefined ? [] : [{ ...comment, path, position }]
  })
}
