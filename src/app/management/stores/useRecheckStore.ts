import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { keptErrorOf } from '#app/platform/storage/attempt-kept.ts'
import type { CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import type { FileChecker } from '#app/platform/unit/file-checker.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { isCheckedBy, isPassedInError } from '#core/review/case-row.ts'
import { checkAgain } from './check-again.ts'
import { startChecker } from './receive-checker.ts'
import { useSchemeInUse } from './scheme-in-use.ts'
import { openingKeysOf } from './sync/unit-keys-of.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/**
 * What the list says of people was found by the rules of the day they came. After an update everybody is held against
 * the rules in use, beside the work; each line says by which rules it was found, so that what is done stays done.
 */
export const useRecheckStore = defineStore('recheck', () => {
  const { unitDesk, scheme: source, clock } = usePlatform()
  const { scheme } = useSchemeStore()
  const units = useUnitStore()
  const list = useCaseListStore()
  const { version, rules, stillInUse } = useSchemeInUse()
  const isRunning = ref(false)
  const error = shallowRef<AppError>()
  /** Whom these rules could not judge, by the submission it was tried with: not tried again. */
  const left = shallowRef<ReadonlyMap<string, string>>(new Map())
  const unchecked = computed(() => list.size - list.checkedBy(rules))
  const progress = computed(() =>
    isRunning.value && unchecked.value > 0 ? { done: list.checkedBy(rules), of: list.size } : undefined,
  )

  const isWaiting = (row: ListedCase): boolean =>
    !isCheckedBy(row, rules) && left.value.get(row.caseId) !== row.standing

  /** Whose turn it is: first those about whom something is still to be decided. */
  function waiting(): readonly ListedCase[] {
    const all = list.rows.filter(isWaiting)
    const open = all.filter(({ state }) => state !== 'reported' && state !== 'setAside')
    return open.length > 0 ? open : all
  }

  async function checkAll(cases: CaseStorage, checker: FileChecker): Promise<Result<void>> {
    const isOpen = (): boolean => {
      const now = units.cases()
      return now.ok && now.value === cases
    }
    for (let rows = waiting(); rows.length > 0 && isOpen(); rows = waiting()) {
      for await (const block of checkAgain(cases, checker, rows)) {
        if (!block.ok) return block
        if (!isOpen()) return ok(undefined)
        const untried = block.value.left.map(({ caseId, standing }) => [caseId, standing] as const)
        if (untried.length > 0) left.value = new Map([...left.value, ...untried])
        const written = await list.append(block.value.changes)
        if (!written.ok) return written
      }
    }
    return ok(undefined)
  }

  /** Checks everybody whose line is of other rules, while no other tab does. */
  async function work(): Promise<Result<void>> {
    const [cases, store] = [units.cases(), units.receivingDesk()]
    if (!cases.ok || !store.ok || !units.stored || waiting().length === 0) return ok(undefined)
    const isCurrent = stillInUse()
    if (!isCurrent.ok) return isCurrent
    const { sealingKey } = store.value
    const setting = { scheme, keys: openingKeysOf(units.stored), today: clock.today(), sealingKey }
    const checker = await startChecker(source, unitDesk, setting)
    if (!checker.ok) return checker
    return checkAll(cases.value, checker.value).finally(checker.value.close)
  }

  async function run(): Promise<void> {
    if (isRunning.value || !list.isLoaded) return
    isRunning.value = true
    try {
      const { checkAlone } = await unitDesk()
      await checkAlone(async () => {
        const done = await work()
        error.value = done.ok || units.status !== 'open' ? undefined : done.error
      })
    } catch (thrown) {
      // Nobody awaits what runs beside the work: here alone it is told.
      if (units.status === 'open') error.value = keptErrorOf(thrown, 'write')
    } finally {
      isRunning.value = false
    }
    // Somebody may have come, or the store been opened again, while this one ended.
    if (!error.value && list.isLoaded && waiting().length > 0) await run()
  }

  watch(
    () => (list.isLoaded ? unchecked.value : 0),
    (count) => {
      if (count > 0) void run()
    },
    { immediate: true },
  )
  watch(
    () => units.status,
    (status) => {
      if (status === 'open') return
      left.value = new Map()
      error.value = undefined
    },
  )

  const keysOf = (test: (row: ListedCase) => boolean): ReadonlySet<string> =>
    new Set(list.rows.flatMap((row) => (test(row) ? [row.key] : [])))

  return {
    version,
    isRunning,
    progress,
    error,
    /** How many could not be held against these rules. */
    left: computed(() => (isRunning.value ? 0 : unchecked.value)),
    inError: computed(() => list.passedInError()),
    showLeft: (keysLabel: string) => list.show({ keys: keysOf((row) => !isCheckedBy(row, rules)), keysLabel }),
    showInError: (keysLabel: string) => list.show({ keys: keysOf(isPassedInError), keysLabel }),
  }
})
