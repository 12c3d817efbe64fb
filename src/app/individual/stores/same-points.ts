import { sameItems } from '#app/shared/composables/same-items.ts'
import type { OpenPoints } from '#core/submission/open-points.ts'

/** Each list from before that holds the same issues, so that a key press draws only the list it changed. */
export function samePoints(before: OpenPoints | undefined, now: OpenPoints): OpenPoints {
  if (!before) return now
  return {
    errors: sameItems(before.errors, now.errors),
    missing: sameItems(before.missing, now.missing),
    warnings: sameItems(before.warnings, now.warnings),
    confirmed: sameItems(before.confirmed, now.confirmed),
    optional: sameItems(before.optional, now.optional),
    hints: sameItems(before.hints, now.hints),
  }
}
