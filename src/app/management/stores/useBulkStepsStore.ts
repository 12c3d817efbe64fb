import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { makePace } from '#app/platform/clock/breathe.ts'
import type { AlongWith, CaseStorage, ListedCase, StoredPack } from '#app/platform/storage/case-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { hasNoOpenPoint } from '#core/review/case-row.ts'
import { bulkBlocks, type BulkSteps, passingSteps } from './bulk-changes.ts'
import { forgetWhenLocked } from './forget-when-locked.ts'
import { asLongWork } from './long-work.ts'
import { useSchemeInUse } from './scheme-in-use.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** People looked at between two breaths. */
const countedAtOnce = 500
/** More people than this are counted when the list is drawn and the typing rests. */
const countedWhileDrawn = 2000
const restMs = 120

/** Steps of a whole list, and the pack they speak of. */
interface ManySteps {
  readonly rows: readonly ListedCase[]
  readonly stepsOf: BulkSteps['stepsOf']
  readonly pack?: StoredPack
  /** What the pack holds of whom no step says it; known when all were looked at. */
  readonly unsaid?: NonNullable<StoredPack['unsaid']>
  /** Written with the first block. */
  readonly along?: AlongWith
}

/** The pack as it is kept: until the last block as one whose people are still being marked. */
function packNow(
  pack: StoredPack | undefined,
  unsaid: NonNullable<StoredPack['unsaid']>,
  isMarked: boolean,
): StoredPack | undefined {
  if (!pack) return undefined
  return { ...pack, ...(unsaid.length > 0 && { unsaid: [...unsaid] }), ...(!isMarked && { isMarking: true as const }) }
}

/** What became of passing many people at once. */
interface Passing {
  /** Its number: passings are counted from 1. */
  readonly passing: number
  readonly passed: number
  readonly left: number
}

/** Somebody passed with many others: in which passing, and with what. */
interface PassedOne extends Pick<Passing, 'passing'> {
  readonly standing: string
}

/**
 * The same step for many people at once, and its undoing. Block by block: what is written stands, whether the rest is
 * stopped, refused or killed, and the same again takes the rest.
 */
export const useBulkStepsStore = defineStore('bulk-steps', () => {
  const { clock } = usePlatform()
  const units = useUnitStore()
  const list = useCaseListStore()
  const { rules, stillInUse } = useSchemeInUse()
  const progress = shallowRef<{ readonly done: number; readonly of: number }>()
  const isBusy = computed(() => progress.value !== undefined)
  const isStopped = ref(false)
  const error = shallowRef<AppError>()
  /** Who was passed with many others and has not been opened again, passed with something else or reported since. */
  const passings = shallowRef<ReadonlyMap<string, PassedOne>>(new Map())
  const lastPassing = ref(0)
  const passedIn = (passing: number): readonly string[] =>
    [...passings.value].flatMap(([key, of]) => (of.passing === passing ? key : []))
  const lastPassed = computed(() => passedIn(lastPassing.value))
  const isPassed = (key: string): boolean => {
    const now = list.byKey.get(key)
    return now?.state === 'passed' && now.standing === passings.value.get(key)?.standing
  }
  // Who is passed once more by themselves is not taken back with the others, however late somebody asks for it.
  watch(
    () => list.byKey,
    () => void (passings.value = new Map([...passings.value].filter(([key]) => isPassed(key)))),
  )
  forgetWhenLocked(() => void (passings.value = new Map()))

  /**
   * Whether a person may be passed with many others: nothing is open by the rules in use, not even what only a unit can
   * see. Who has not been held against these rules yet is left out.
   */
  function passableTest(): (row: ListedCase) => boolean {
    const hasFinding = list.unitFindings()
    return (row) => hasNoOpenPoint(row, rules) && !hasFinding(row)
  }

  /** Those of these who pass the test, found in slices; undefined when nobody wants to know any more. */
  async function findPassable(
    rows: readonly ListedCase[],
    test: (row: ListedCase) => boolean,
    isWanted: () => boolean,
  ): Promise<readonly ListedCase[] | undefined> {
    const pace = makePace()
    const found: ListedCase[] = []
    if (rows.length > countedWhileDrawn) await new Promise((resolve) => setTimeout(resolve, restMs))
    for (let at = 0; at < rows.length && isWanted(); at += countedAtOnce) {
      for (const row of rows.slice(at, at + countedAtOnce)) if (test(row)) found.push(row)
      await pace()
    }
    return isWanted() ? found : undefined
  }

  /** Who takes the steps; a pack speaks of its people at the moment it was made, however late they are marked. */
  const reviewerFor = (pack: StoredPack | undefined) => ({ by: units.user, at: pack?.at ?? clock.now() })

  async function write(
    cases: CaseStorage,
    { rows, stepsOf, pack, unsaid = [], along: first }: ManySteps,
    taken: ListedCase[],
  ): Promise<Result<unknown>> {
    const reviewer = reviewerFor(pack)
    const refused: AppError[] = []
    for await (const block of bulkBlocks(cases, { rows, stepsOf, reviewer })) {
      if (!block.ok) return block
      const { changes, rows: written, refused: left } = block.value
      refused.push(...left)
      const isLast = taken.length + written.length + refused.length === rows.length
      // Until the last block, and while some are to be tried again, the pack is known as one that is still being marked.
      const isMarked = isLast && refused.every(({ code }) => code !== 'REVIEW_CONFLICT')
      const asNow = packNow(pack, unsaid, isMarked)
      const along = taken.length === 0 ? first : undefined
      const appended = changes.length > 0 || asNow ? await list.append(changes, asNow, along) : ok(undefined)
      if (!appended.ok) return appended
      taken.push(...written)
      progress.value = { done: taken.length, of: rows.length }
      if (isStopped.value) break
    }
    const [why] = refused
    return why ? { ok: false, error: why } : ok(undefined)
  }

  /** Takes the steps, block by block; the people they were taken for. */
  const takeAll = asLongWork(async (many: ManySteps): Promise<readonly ListedCase[]> => {
    const cases = units.cases()
    const taken: ListedCase[] = []
    isStopped.value = false
    progress.value = { done: 0, of: many.rows.length }
    const ended = cases.ok ? await write(cases.value, many, taken) : cases
    error.value = ended.ok ? undefined : ended.error
    progress.value = undefined
    return taken
  })

  /**
   * Passes those of these people who have no open point: whom the button counted, nobody who is listed since. How many
   * were left because of what happened to them meanwhile; by its number, the passing can be taken back.
   */
  async function pass(counted: readonly ListedCase[]): Promise<Passing> {
    const isCurrent = stillInUse()
    error.value = isCurrent.ok ? undefined : isCurrent.error
    if (!isCurrent.ok) return { passing: 0, passed: 0, left: 0 }
    const left = new Set<string>()
    const seen = await takeAll({
      rows: counted.filter(passableTest()),
      stepsOf(row, now) {
        const steps = passingSteps(row, now)
        if (steps.length === 0) left.add(row.key)
        return steps
      },
    })
    const passed = seen.filter(({ key }) => !left.has(key))
    if (passed.length > 0) noteLast(passed)
    return { passing: lastPassing.value, passed: passed.length, left: left.size }
  }

  function noteLast(passed: readonly ListedCase[]): void {
    const passing = ++lastPassing.value
    const known = new Map(passings.value)
    for (const { key, standing } of passed) known.set(key, { passing, standing })
    passings.value = known
  }

  /** Takes a passing back, without whoever was opened again or passed with something newer since; how many are open again. */
  async function reopen(passing: number, reason: string): Promise<number> {
    const rows = passedIn(passing)
      .filter(isPassed)
      .flatMap((key) => list.byKey.get(key) ?? [])
    const left = new Set<string>()
    const seen = await takeAll({
      rows,
      stepsOf(row, now) {
        if (now.state === 'passed' && now.standing === row.standing) return [{ kind: 'reopened', reason }]
        left.add(row.key)
        return []
      },
    })
    return seen.filter(({ key }) => !left.has(key)).length
  }

  return {
    progress,
    isBusy,
    error,
    lastPassed,
    lastPassing,
    passableTest,
    findPassable,
    pass,
    reopen,
    takeAll,
    stop: () => (isStopped.value = true),
  }
})
