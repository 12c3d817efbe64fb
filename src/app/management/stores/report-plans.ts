import { computed, ref, type ShallowRef, shallowRef } from 'vue'
import type { CaseStorage, StoredPack } from '#app/platform/storage/case-storage.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { RosterObstacle } from '#core/review/roster-print.ts'
import { type PlannedReports, planReports } from './report-pack.ts'
import type { useCaseListStore } from './useCaseListStore.ts'
import type { useRosterPrintsStore } from './useRosterPrintsStore.ts'

/** What is planned from, and where it is said that it could not be. */
interface PlanSources {
  readonly list: ReturnType<typeof useCaseListStore>
  readonly rosters: ReturnType<typeof useRosterPrintsStore>
  readonly packs: Readonly<ShallowRef<readonly StoredPack[]>>
  readonly error: ShallowRef<AppError | undefined>
}

const isReady = ({ state }: { readonly state: string }): boolean => state === 'passed' || state === 'reported'

/** Who may go up, who not yet, and what packs of them would hold. */
export function makeReportPlans({ list, rosters, packs, error }: PlanSources) {
  const plans = shallowRef<PlannedReports>()
  const obstacle = shallowRef<RosterObstacle>()
  const rosterDigest = ref('')
  let [begun, told] = [0, 0]
  const counted = computed(() => list.rows.filter(({ state }) => state !== 'setAside'))
  const ready = computed(() => counted.value.filter(isReady))
  const open = computed(() => counted.value.filter((row) => !isReady(row)))

  /** Packs that another device of the unit wrote: known from the trails of their people. */
  const elsewhere = computed(() => {
    const here = new Set(packs.value.map(({ digest }) => digest))
    return (plans.value?.before ?? []).filter(({ digest }) => !here.has(digest)).sort((a, b) => b.at - a.at)
  })

  /** Plans from what stands now; one that began before what is told already says nothing more. */
  async function planFrom(cases: CaseStorage): Promise<Result<void>> {
    const own = ++begun
    const compared = await rosters.compare(ready.value.map(({ standing }) => standing))
    const planned = await planReports(cases, list.rows)
    const failed = compared.ok ? planned : compared
    if (own >= told && compared.ok && planned.ok) {
      told = own
      obstacle.value = compared.value.obstacle
      rosterDigest.value = compared.value.digest
      plans.value = planned.value
    }
    if (failed.ok) return ok(undefined)
    error.value = failed.error
    return failed
  }

  return { plans, obstacle, rosterDigest, ready, open, elsewhere, planFrom }
}
