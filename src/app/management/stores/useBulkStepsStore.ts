import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AlongWith, CaseChange, ListedCase, StoredPack } from '#app/platform/storage/case-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { hasNoOpenPoint } from '#core/review/case-row.ts'
import type { ReviewStep } from '#core/review/review-event.ts'
import { planSteps } from './case-steps.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** The same step for many people at once, and its undoing. */
export const useBulkStepsStore = defineStore('bulk-steps', () => {
  const { clock } = usePlatform()
  const units = useUnitStore()
  const list = useCaseListStore()
  const isBusy = ref(false)
  const error = shallowRef<AppError>()
  /** Of those listed now, the people without any open point. */
  const passable = computed(() => list.listed.filter((row) => hasNoOpenPoint(row) && !list.hasUnitFinding(row)))

  /** Takes the steps for all of these in one transaction, or for none. */
  async function takeAll(
    rows: readonly ListedCase[],
    stepsOf: (row: ListedCase) => readonly ReviewStep[],
    pack?: StoredPack,
    along?: AlongWith,
  ): Promise<boolean> {
    const cases = units.cases()
    if (!cases.ok) {
      error.value = cases.error
      return false
    }
    isBusy.value = true
    const reviewer = { by: units.user, at: clock.now() }
    const changes: CaseChange[] = []
    error.value = undefined
    for (const row of rows) {
      const planned = await planSteps(cases.value, row, stepsOf(row), reviewer)
      if (planned.ok) changes.push(planned.value)
      else error.value = planned.error
    }
    const written = error.value ? undefined : await list.append(changes, pack, along)
    if (written && !written.ok) error.value = written.error
    isBusy.value = false
    return written?.ok === true
  }

  /** Passes everyone listed without an open point; the keys of their cases, for undoing. */
  async function pass(): Promise<readonly string[]> {
    const rows = passable.value
    const isPassed = await takeAll(rows, ({ standing }) => [{ kind: 'passed', digest: standing }])
    return isPassed ? rows.map(({ key }) => key) : []
  }

  function reopen(keys: readonly string[], reason: string): Promise<boolean> {
    const rows = keys.flatMap((key) => list.byKey.get(key) ?? [])
    return takeAll(
      rows.filter(({ state }) => state === 'passed'),
      () => [{ kind: 'reopened', reason }],
    )
  }

  return { isBusy, error, passable, pass, reopen, takeAll }
})
