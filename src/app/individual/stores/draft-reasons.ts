import { computed, type ComputedRef } from 'vue'
import { type Confirmation, isConfirmed, type Warned } from '#core/submission/confirmation.ts'
import type { OpenPoints } from '#core/submission/open-points.ts'

/** The reasons that travel with the submission: one for each warning that still stands. */
export function reasonsOf(
  points: ComputedRef<OpenPoints | undefined>,
  confirmations: ComputedRef<readonly Confirmation[]>,
) {
  const reasonOf = (issue: Warned): string =>
    confirmations.value.find((confirmation) => isConfirmed(issue, [confirmation]))?.reason ?? ''
  const reasons = computed(() =>
    (points.value?.confirmed ?? []).map((issue) => ({ rule: issue.rule, path: issue.path, reason: reasonOf(issue) })),
  )
  return { reasonOf, reasons }
}
