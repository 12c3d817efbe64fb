import { computed, type Ref } from 'vue'
import { sameItems } from '#app/shared/composables/same-items.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { Issue } from '#core/rules/issue.ts'
import type { Confirmation } from '#core/submission/confirmation.ts'
import { type OpenPoints, openPoints, walkOf } from '#core/submission/open-points.ts'
import { countBySheet, type SheetState, sheetStates } from './sheet-state.ts'

interface Standing {
  readonly record: Readonly<Ref<PersonRecord | undefined>>
  readonly issues: Readonly<Ref<readonly Issue[]>>
  readonly confirmations: Readonly<Ref<readonly Confirmation[]>>
}

/** Each list from before that holds the same issues, so that a key press draws only the list it changed. */
function samePoints(before: OpenPoints | undefined, now: OpenPoints): OpenPoints {
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

/** What is open in a draft: by kind, in the order of the walk, and sheet by sheet. */
export function draftPoints({ record, issues, confirmations }: Standing) {
  const schemeStore = useSchemeStore()
  const points = computed<OpenPoints | undefined>((before) =>
    schemeStore.engine ? samePoints(before, openPoints(issues.value, confirmations.value)) : undefined,
  )
  const walk = computed<readonly Issue[]>((before) =>
    points.value ? sameItems(before, walkOf(issues.value, points.value)) : [],
  )
  const openBySheet = computed(() => (schemeStore.engine ? countBySheet(walk.value) : undefined))
  const sheets = computed<readonly SheetState[]>((before) =>
    record.value ? sheetStates(schemeStore.scheme, record.value, openBySheet.value, before) : [],
  )
  return { points, walk, sheets }
}
