import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { AlongWith, CaseChange, CaseStorage, ListedCase, StoredPack } from '#app/platform/storage/case-storage.ts'
import { makePace } from '#app/platform/clock/breathe.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { makePeopleIndex, type NameRule, type PeopleFilter } from '#core/review/people-index.ts'
import { type ListSort, sortPeople } from '#core/review/people-view.ts'
import { makeTurns } from './in-turn.ts'
import { useRegisterStore } from './useRegisterStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** Which cases are listed. */
export interface CaseFilter extends PeopleFilter {
  /** In words, whom the keys stand for. */
  readonly keysLabel?: string | undefined
}

/** What takes a list of hand-picked people back. */
export const everyone = { keys: undefined, keysLabel: undefined } as const

const everybody: CaseFilter = { state: '', text: '', unit: '', rule: '', sheet: '' }
const byName: ListSort = { by: 'name', isDescending: false }
const indexedAtOnce = 200

/** The list of people the unit holds: an index that is kept up step by step, never built anew. */
export const useCaseListStore = defineStore('case-list', () => {
  const { unitDesk } = usePlatform()
  const units = useUnitStore()
  const registered = useRegisterStore()
  let index = makePeopleIndex<ListedCase>(() => [])
  // A line that is put in later is never overtaken by one that was put in before.
  const inTurn = makeTurns()
  /** Counts the changes of the index, so that what is shown follows. */
  const changes = ref(0)
  const isLoaded = ref(false)
  const progress = shallowRef<{ readonly read: number; readonly of: number }>()
  const filter = shallowRef<CaseFilter>(everybody)
  const sort = shallowRef<ListSort>(byName)
  const error = shallowRef<AppError>()
  const people = computed(() => (changes.value >= 0 ? { index } : { index }))
  const rows = computed(() => people.value.index.rows())
  const nameRules = computed((): NameRule => {
    const { findingOf } = registered
    return (employer) => findingOf(employer)?.rule
  })
  const listed = computed(() => sortPeople(people.value.index.list(filter.value, nameRules.value), sort.value))
  const counts = computed(() => new Map(people.value.index.counts.states))
  const employers = computed(() => new Map(people.value.index.counts.units))
  /** Open rules with their people: those of the scheme, and those only a unit can see (B32, B33, B53). */
  const openRules = computed(() => {
    const { counts: all, mobiles } = people.value.index
    const found = new Map(all.rules)
    if (mobiles.count() > 0) found.set('B53', mobiles.count())
    for (const [name, count] of all.units) {
      const rule = nameRules.value(name)
      if (rule) found.set(rule, (found.get(rule) ?? 0) + count)
    }
    return found
  })
  const openSheets = computed(() => new Map(people.value.index.counts.sheets))
  const size = computed(() => people.value.index.size())
  const lookUp = (find: 'byCaseId' | 'byKey') =>
    computed(() => {
      const { index: standing } = people.value
      return { get: (name: string) => standing[find](name), has: (name: string) => standing[find](name) !== undefined }
    })
  const byCaseId = lookUp('byCaseId')
  const byKey = lookUp('byKey')

  /** Tells whether only a unit can see what is open in a line: asked for once for many lines. */
  function unitFindings(): (row: ListedCase) => boolean {
    const { mobiles } = people.value.index
    const nameRule = nameRules.value
    return (row) => nameRule(row.employer) !== undefined || mobiles.other(row) !== undefined
  }

  /** Takes lines into an index in slices, with a breath between them for what the person does meanwhile. */
  async function putInto(into: typeof index, lines: readonly ListedCase[]): Promise<void> {
    const pace = makePace()
    for (let at = 0; at < lines.length; at += indexedAtOnce) {
      into.put(lines.slice(at, at + indexedAtOnce))
      await pace()
    }
  }

  const put = inTurn(async (changed: readonly ListedCase[]): Promise<void> => {
    // What was on its way when the store was locked is nobody's any more.
    if (!units.cases().ok) return
    await putInto(index, changed)
    changes.value += 1
  })

  /** One and the same for every load: nobody hears a line twice. */
  const hear = (changed: readonly ListedCase[]): void => void put(changed)

  /** Whether these are the cases of the store that is open now: it may have been locked, and opened again, meanwhile. */
  function areOpen(cases: CaseStorage): boolean {
    const open = units.cases()
    return open.ok && open.value === cases
  }

  /** True when these are the people of the store that is open now. */
  const load = inTurn(async (): Promise<boolean> => {
    const cases = units.cases()
    const { loadNameSpeller } = await unitDesk()
    const spell = await loadNameSpeller()
    const loaded = cases.ok
      ? await cases.value.rows((read, of) => {
          progress.value = { read, of }
        })
      : cases
    progress.value = undefined
    error.value = loaded.ok ? undefined : loaded.error
    if (!loaded.ok || !cases.ok) return false
    // In the same turn as they were read: what is written from here on waits until these are listed.
    cases.value.onChange(hear)
    const next = makePeopleIndex<ListedCase>(spell)
    await putInto(next, loaded.value)
    const pace = makePace()
    while (next.prepare()) await pace()
    if (!areOpen(cases.value)) return false
    index = next
    changes.value += 1
    isLoaded.value = true
    return true
  })

  /** Writes steps of many cases, all or nothing, and lets the list follow. */
  async function append(
    steps: readonly CaseChange[],
    pack?: StoredPack,
    along?: AlongWith,
  ): Promise<Result<readonly ListedCase[]>> {
    const cases = units.cases()
    const written = cases.ok ? await cases.value.append(steps, pack, along) : cases
    if (!written.ok) return written
    await put(written.value)
    return ok(written.value)
  }

  /** The same into this very store: one that was opened after it was locked is another. */
  const appendTo =
    (cases: CaseStorage): typeof append =>
    async (...given) =>
      areOpen(cases) ? append(...given) : fail('STORE_LOCKED', {})

  /** The people a filter leaves, whatever is listed. */
  const matching = (wanted: CaseFilter): readonly ListedCase[] => people.value.index.list(wanted, nameRules.value)

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
      index = makePeopleIndex(() => [])
      changes.value += 1
      isLoaded.value = false
      filter.value = everybody
      sort.value = byName
    },
  )

  return {
    rows,
    size,
    byCaseId,
    byKey,
    listed,
    counts,
    employers,
    openRules,
    openSheets,
    unitFindings,
    /** How many lines say what these rules found. */
    checkedBy: (rules: string): number => people.value.index.counts.checkedBy.get(rules) ?? 0,
    /** How many passed and have errors by rules that came later. */
    passedInError: (): number => people.value.index.counts.passedInError(),
    filter,
    sort,
    isLoaded,
    progress,
    error,
    load,
    areOpen,
    append,
    appendTo,
    matching,
    show,
    narrow,
    people: () => index,
  }
})
