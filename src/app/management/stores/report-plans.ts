import { computed, ref, type ShallowRef, shallowRef } from 'vue'
import type { CaseStorage, ListedCase, StoredPack } from '#app/platform/storage/case-storage.ts'
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

/** Who may go up, and who not yet. */
interface Judged {
  readonly ready: readonly ListedCase[]
  readonly open: readonly ListedCase[]
}

const isReady = ({ state }: { readonly state: string }): boolean => state === 'passed' || state === 'reported'

function judge(rows: readonly ListedCase[]): Judged {
  const counted = rows.filter(({ state }) => state !== 'setAside')
  return { ready: counted.filter(isReady), open: counted.filter((row) => !isReady(row)) }
}

/** Who may go up, who not yet, and what packs of them would hold. */
export function makeReportPlans({ list, rosters, packs, error }: PlanSources) {
  const plans = shallowRef<PlannedReports>()
  const obstacle = shallowRef<RosterObstacle>()
  const rosterDigest = ref('')
  let [begun, told] = [0, 0]
  const now = computed(() => judge(list.rows))
  const ready = computed(() => now.value.ready)
  const open = computed(() => now.value.open)
  /** As they stood when it was planned: a step that is taken since is not in the plan. */
  const planned = shallowRef<Judged>({ ready: [], open: [] })

  /** Packs that another device of the unit wrote: known from the trails of their people. */
  const elsewhere = computed(() => {
    const here = new Set(packs.value.map(({ digest }) => digest))
    return (plans.value?.before ?? []).filter(({ digest }) => !here.has(digest)).sort((a, b) => b.at - a.at)
  })

  /** Plans from what stands now; one that began before what is told already says nothing more. */
  async function planFrom(cases: CaseStorage): Promise<Result<void>> {
    const own = ++begun
    // The same people for both: the pack says of itself that it holds those of the roster.
    const { rows } = list
    const people = judge(rows)
    const compared = await rosters.compare(people.ready.map(({ standing }) => standing))
    const made = await planReports(cases, rows, packs.value)
    const failed = compared.ok ? made : compared
    if (own >= told && compared.ok && made.ok) {
      told = own
      planned.value = people
      obstacle.value = compared.value.obstacle
      rosterDigest.value = compared.value.digest
      plans.value = made.value
    }
    if (failed.ok) return ok(undefined)
    error.value = failed.error
    return failed
  }

  return { plans, planned, obstacle, rosterDigest, ready, open, elsewhere, planFrom }
}
