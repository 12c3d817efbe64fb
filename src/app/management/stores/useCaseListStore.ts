import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { CaseChange, ListedCase, StoredPack } from '#app/platform/storage/case-storage.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { ok, type Result } from '#core/errors/result.ts'
import { type CaseState, caseStates } from '#core/review/case-state.ts'
import { useUnitStore } from './useUnitStore.ts'

/** Which cases are listed. */
export interface CaseFilter {
  readonly state: CaseState | ''
  readonly text: string
  readonly unit: string
  readonly rule: string
  /** Keys of the people behind a number of the totals. */
  readonly keys?: ReadonlySet<string>
}

const everybody: CaseFilter = { state: '', text: '', unit: '', rule: '' }
const byName = new Intl.Collator('zh-CN')

function fits(row: ListedCase, { state, text, unit, rule, keys }: CaseFilter): boolean {
  return (
    (state === '' || row.state === state) &&
    (unit === '' || row.employer === unit) &&
    (rule === '' || row.rules.includes(rule)) &&
    (keys === undefined || keys.has(row.key)) &&
    (text === '' || row.name.includes(text) || row.idNumber.includes(text.toUpperCase()))
  )
}

/** The list of people the unit holds. */
export const useCaseListStore = defineStore('case-list', () => {
  const units = useUnitStore()
  const rows = shallowRef<readonly ListedCase[]>([])
  const isLoaded = ref(false)
  const filter = shallowRef<CaseFilter>(everybody)
  const error = shallowRef<AppError>()
  const byCaseId = computed(() => new Map(rows.value.map((row) => [row.caseId, row])))
  const byKey = computed(() => new Map(rows.value.map((row) => [row.key, row])))
  const listed = computed(() => rows.value.filter((row) => fits(row, filter.value)))
  const counts = computed(() => {
    const counted = new Map<CaseState, number>(caseStates.map((state) => [state, 0]))
    for (const { state } of rows.value) counted.set(state, (counted.get(state) ?? 0) + 1)
    return counted
  })
  const employers = computed(() => countBy(rows.value.map(({ employer }) => employer)))
  const openRules = computed(() => countBy(rows.value.flatMap(({ rules }) => rules)))

  function countBy(values: readonly string[]): ReadonlyMap<string, number> {
    const counted = new Map<string, number>()
    for (const value of values) counted.set(value, (counted.get(value) ?? 0) + 1)
    return counted
  }

  const sorted = (unsorted: readonly ListedCase[]): readonly ListedCase[] =>
    [...unsorted].sort((a, b) => byName.compare(a.name, b.name) || (a.caseId < b.caseId ? -1 : 1))

  async function load(): Promise<void> {
    const cases = units.cases()
    const loaded = cases.ok ? await cases.value.rows() : cases
    error.value = loaded.ok ? undefined : loaded.error
    if (!loaded.ok) return
    rows.value = sorted(loaded.value)
    isLoaded.value = true
  }

  /** Writes steps of many cases, all or nothing, and lets the list follow. */
  async function append(changes: readonly CaseChange[], pack?: StoredPack): Promise<Result<readonly ListedCase[]>> {
    const cases = units.cases()
    const written = cases.ok ? await cases.value.append(changes, pack) : cases
    if (!written.ok) return written
    const now = new Map(byCaseId.value)
    for (const row of written.value) now.set(row.caseId, row)
    // Known people keep their place, so that the list does not jump under the hand.
    rows.value = now.size === rows.value.length ? [...now.values()] : sorted([...now.values()])
    return ok(written.value)
  }

  function show(next: Partial<CaseFilter>): void {
    filter.value = { ...everybody, ...next }
  }

  function narrow(next: Partial<CaseFilter>): void {
    filter.value = { ...filter.value, ...next }
  }

  // Nothing of other people stays in memory behind a locked store.
  watch(
    () => units.status,
    (status) => {
      if (status === 'open') return
      rows.value = []
      isLoaded.value = false
      filter.value = everybody
    },
  )

  return {
    rows,
    byCaseId,
    byKey,
    listed,
    counts,
    employers,
    openRules,
    filter,
    isLoaded,
    error,
    load,
    append,
    show,
    narrow,
  }
})
