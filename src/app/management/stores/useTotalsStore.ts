import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ListedCase } from '#app/platform/storage/case-storage.ts'
import type { PeopleTotals } from '#app/platform/unit/people-totals.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { type DimensionName, dimensionsOf } from '#core/review/dimension.ts'
import type { Totals, TotalsCell, TotalsQuery } from '#core/review/totals.ts'
import { makeTurns } from './in-turn.ts'
import { makeTotalsDesk, type TotalsDesk } from './totals-desk.ts'
import { type CaseFilter, useCaseListStore } from './useCaseListStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** Whose numbers are shown: everybody, those that passed, or those a filter of the list left. */
export type TotalsScope = 'all' | 'passed' | 'listed'

/** Totals with the question they answer. */
export interface AnsweredTotals {
  readonly query: TotalsQuery
  readonly totals: Totals
}

interface Counting {
  readonly worker: PeopleTotals
  readonly desk: TotalsDesk
}

/** Who is counted at one moment, and in which scope they were chosen. */
interface CountedPeople extends Counting {
  readonly counted: readonly ListedCase[]
  readonly scope: TotalsScope
}

/** 汇总: people counted in a worker, by one or two things, and who stands behind each number. */
export const useTotalsStore = defineStore('totals', () => {
  const { clock, unitDesk } = usePlatform()
  const units = useUnitStore()
  const list = useCaseListStore()
  const { officialScheme } = useSchemeStore()
  const dimensions = dimensionsOf(officialScheme)
  const rowBy = ref<DimensionName>('titles.titleLevel')
  const columnBy = ref<DimensionName>('')
  const scope = ref<TotalsScope>('all')
  /** The filter as it stood when it was chosen: looking at a number changes the list, not the table. */
  const listedBy = shallowRef<CaseFilter>()
  const progress = shallowRef<{ readonly read: number; readonly of: number }>()
  const answered = shallowRef<AnsweredTotals>()
  const error = shallowRef<AppError>()
  /** Cases whose record is still to come from a colleague's device. */
  const notHere = shallowRef<ReadonlySet<string>>(new Set())
  let counting: Counting | undefined
  let asked = 0
  const inTurn = makeTurns()

  const query = computed<TotalsQuery>(() => ({
    row: rowBy.value,
    ...(columnBy.value !== '' && { column: columnBy.value }),
    on: clock.today(),
  }))
  /** Who is counted; who was set aside is another unit's. */
  function peopleIn(which: TotalsScope): readonly ListedCase[] {
    if (which === 'listed') return list.matching(listedBy.value ?? list.filter)
    return list.rows.filter(which === 'passed' ? isPassed : isHeld)
  }
  const people = computed(() => peopleIn(scope.value))
  const missingOf = (of: readonly ListedCase[]): number =>
    notHere.value.size === 0 ? 0 : of.filter(({ caseId }) => notHere.value.has(caseId)).length
  /** How many of those who are counted have no values yet. */
  const missing = computed(() => missingOf(people.value))
  const sizes = computed(() => ({
    all: peopleIn('all').length,
    passed: peopleIn('passed').length,
    listed: peopleIn('listed').length,
  }))

  async function start(): Promise<Result<Counting>> {
    if (counting && !counting.worker.isOver()) return ok(counting)
    const cases = units.cases()
    const store = units.receivingDesk()
    if (!cases.ok) return cases
    if (!store.ok) return store
    const { startTotals } = await unitDesk()
    // It may have been locked meanwhile: then nobody's values may lie in a worker.
    if (units.status !== 'open') return fail('STORE_LOCKED', {})
    const worker = startTotals({ scheme: officialScheme, sealingKey: store.value.sealingKey })
    counting = { worker, desk: makeTotalsDesk(worker, cases.value) }
    return ok(counting)
  }

  function keep<T>(result: Result<T>): T | undefined {
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  /** The worker with everybody in its columns as the list has them now. */
  async function bringUpToDate(): Promise<CountedPeople | undefined> {
    const started = keep(await start())
    if (!started) return undefined
    const standing = { ...started, counted: people.value, scope: scope.value }
    const synced = await started.desk.sync(list.rows, (read, of) => {
      progress.value = { read, of }
    })
    progress.value = undefined
    if (!synced.ok) error.value = synced.error
    else notHere.value = synced.value
    return synced.ok ? standing : undefined
  }
  const upToDate = inTurn(bringUpToDate)

  /** Counts anew; only the last question asked is answered. */
  async function count(): Promise<void> {
    const turn = ++asked
    const at = await upToDate()
    if (!at || turn !== asked) return
    const wanted = query.value
    const totals = keep(await at.worker.count(wanted, await at.desk.slotsOf(people.value)))
    if (totals && turn === asked) answered.value = { query: wanted, totals }
  }

  /**
   * Counts by other questions, beside what is shown: all of the same people as they stand at one moment. What changes
   * meanwhile waits for its turn.
   */
  const countAll = inTurn(async (queries: readonly Omit<TotalsQuery, 'on'>[]) => {
    const at = await bringUpToDate()
    if (!at) return undefined
    const answers: AnsweredTotals[] = []
    for (const { row, column } of queries) {
      const dated = { row, ...(column !== undefined && { column }), on: clock.today() }
      const totals = keep(await at.worker.count(dated, await at.desk.slotsOf(at.counted)))
      if (!totals) return undefined
      answers.push({ query: dated, totals })
    }
    return { answers, people: at.counted, scope: at.scope, missing: missingOf(at.counted) }
  })

  /** Keys of the people behind a number; undefined when it is not known, and why is told. */
  async function behind(cell: TotalsCell): Promise<ReadonlySet<string> | undefined> {
    const at = await upToDate()
    const wanted = answered.value?.query
    const slots = at && wanted && keep(await at.worker.behind(wanted, await at.desk.slotsOf(people.value), cell))
    return at && slots && at.desk.keysOf(slots)
  }

  function choose(next: TotalsScope): void {
    listedBy.value = next === 'listed' ? list.filter : undefined
    scope.value = next
  }

  function close(): void {
    counting?.desk.close()
    counting = undefined
    progress.value = undefined
    answered.value = undefined
    notHere.value = new Set()
    listedBy.value = undefined
    scope.value = 'all'
  }

  watch(
    () => units.status,
    (status) => {
      if (status !== 'open') close()
    },
  )

  return {
    dimensions,
    rowBy,
    columnBy,
    scope,
    people,
    sizeOf: (which: TotalsScope) => sizes.value[which],
    missing,
    progress,
    answered,
    error,
    query,
    count,
    countAll,
    behind,
    choose,
  }
})

const isHeld = ({ state }: ListedCase): boolean => state !== 'setAside'
const isPassed = ({ state }: ListedCase): boolean => state === 'passed' || state === 'reported'
