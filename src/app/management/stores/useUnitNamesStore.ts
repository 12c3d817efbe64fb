import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { makePace } from '#app/platform/clock/breathe.ts'
import type { CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { stateAfter } from '#core/review/case-state.ts'
import type { ReviewCase } from '#core/review/review-case.ts'
import { openCase } from './case-steps.ts'
import { asLongWork } from './long-work.ts'
import { employerPath, planRenaming } from './plan-renaming.ts'
import { useSchemeInUse } from './scheme-in-use.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useRegisterStore } from './useRegisterStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** The name somebody had and the one they got, and the record that says so. */
interface GivenName {
  readonly before: string
  readonly to: string
  readonly standing: string | undefined
}

/** The same of many, by the keys of their cases. */
export type GivenNames = ReadonlyMap<string, GivenName>

/** What became of the names that were to be one. */
export interface UnifiedNames {
  readonly given: GivenNames
  /** People whose record has not come to this device yet: they stay as they are. */
  readonly left: readonly ListedCase[]
}

/** How many have the name back that they had before, and who keeps the one they were given. */
interface UndoneNames {
  readonly undone: number
  readonly left: readonly ListedCase[]
}

/** Those who can be corrected as they stand, and those who are left alone. */
function parted(rows: readonly ListedCase[]): Parted {
  const mayChange = ({ state }: ListedCase): boolean => stateAfter(state, 'corrected') !== undefined
  return { changed: rows.filter(mayChange), left: rows.filter((row) => !mayChange(row)) }
}

interface Parted {
  readonly changed: readonly ListedCase[]
  readonly left: readonly ListedCase[]
}

/** Whether one record became the other by corrections alone, and none of them of the name. */
function isCorrectedElsewhere({ corrections }: ReviewCase, from: string, to: string): boolean {
  let tip = from
  for (const made of corrections) {
    if (made.from !== tip) continue
    if (made.changes.some(({ path }) => path === employerPath)) return false
    tip = made.digest
  }
  return tip === to
}

/** Whether somebody has the name they were given, and nobody has said anything of it since. */
async function isAsGiven(
  cases: CaseStorage,
  { caseId, standing, employer }: ListedCase,
  { to, standing: then }: GivenName,
): Promise<Result<boolean>> {
  if (standing === then) return ok(true)
  if (then === undefined || employer !== to) return ok(false)
  const opened = await openCase(cases, caseId)
  return opened.ok ? ok(isCorrectedElsewhere(opened.value.standing, then, standing)) : opened
}

/** 统一单位名称: each spelling with its people, and what a change would touch (M05, M06). */
export const useUnitNamesStore = defineStore('unit-names', () => {
  const { clock } = usePlatform()
  const units = useUnitStore()
  const list = useCaseListStore()
  const registered = useRegisterStore()
  const { findingsIn, named } = useSchemeInUse()
  const isBusy = ref(false)
  /** How many are signed already; all of them are written at once when the last one is. */
  const progress = shallowRef<{ readonly done: number; readonly of: number }>()
  const error = shallowRef<AppError>()
  /** Whether nothing was done because another tab has kept another register since the preview. */
  const isOtherRegister = ref(false)
  const names = computed(() => [...list.employers].sort(([, a], [, b]) => b - a))

  /** Whether a name is this unit's or stands so in the register. */
  const isOfficial = (name: string): boolean => registered.official.isOfficial(name)

  /** Official names to choose from: this unit's, those of the register, those in use. */
  const targets = computed(() => {
    const own = units.unit?.name ?? ''
    const all = [own, ...registered.register.map((unit) => unit.name), ...names.value.map(([name]) => name)]
    return [...new Set(all)].filter((name) => name !== '')
  })

  /** Who would change by the register, and to what; what is not clear is asked on the desk (M05, M06). */
  function previewRegister() {
    const official = new Map(
      names.value.flatMap(([name]) => {
        const to = registered.findingOf(name)?.clear
        return to === undefined ? [] : [[name, to] as const]
      }),
    )
    return { official, ...parted(list.rows.filter(({ employer }) => official.has(employer))) }
  }

  /** Who would change; those whose state allows no correction are left as they are. */
  function preview(from: Iterable<string>, to: string): Parted {
    const wanted = new Set(from)
    return parted(list.rows.filter(({ employer }) => wanted.has(employer) && employer !== to))
  }

  async function planAll(rows: readonly ListedCase[], nameOf: (row: ListedCase) => string, reason: string) {
    const cases = units.cases()
    const key = units.stored?.keys.signing
    if (!cases.ok) return cases
    if (!key) return fail('UNIT_MISSING', {})
    const reviewer = { by: units.user, at: clock.now() }
    return planRenaming(cases.value, rows, { nameOf, reason, reviewer, key, named, findingsIn }, (done) => {
      progress.value = { done, of: rows.length }
    })
  }

  /** Corrects the unit name of these in one transaction, or of none; tells who is left because their text is not here. */
  const rename = asLongWork(
    async (rows: readonly ListedCase[], nameOf: (row: ListedCase) => string, reason: string) => {
      isBusy.value = true
      error.value = undefined
      try {
        const planned = await planAll(rows, nameOf, reason)
        const written = planned.ok ? await list.append(planned.value.changes) : planned
        if (!written.ok) error.value = written.error
        return planned.ok && written.ok ? planned.value.left : undefined
      } finally {
        isBusy.value = false
        progress.value = undefined
      }
    },
  )

  /** What became of the names of these people: by the key of the case, so that it can be undone. */
  function givenTo(rows: readonly ListedCase[]): GivenNames {
    return new Map(
      rows.flatMap(({ key, employer: before }) => {
        const { employer: to = before, standing } = list.byKey.get(key) ?? {}
        return to === before ? [] : [[key, { before, to, standing }] as const]
      }),
    )
  }

  async function giveNames(
    rows: readonly ListedCase[],
    nameOf: (row: ListedCase) => string,
    reason: string,
  ): Promise<UnifiedNames | undefined> {
    const left = await rename(rows, nameOf, reason)
    return left === undefined ? undefined : { given: givenTo(rows), left }
  }

  /** Gives all of these one name. */
  const unify = (from: Iterable<string>, to: string, reason: string): Promise<UnifiedNames | undefined> =>
    giveNames(preview(from, to).changed, () => to, reason)

  /** Gives everybody the official name of the register; of nobody where it is no longer the one that was previewed. */
  async function unifyByRegister(reason: string): Promise<UnifiedNames | undefined> {
    const shown = JSON.stringify(registered.register)
    await registered.load()
    error.value = registered.error
    if (error.value) return undefined
    isOtherRegister.value = JSON.stringify(registered.register) !== shown
    if (isOtherRegister.value) return undefined
    const { official, changed } = previewRegister()
    return giveNames(changed, ({ employer }) => official.get(employer) ?? employer, reason)
  }

  /** Those of these people whose name is still the one they were given, and not somebody's word since. */
  async function asGiven(people: readonly ListedCase[], given: GivenNames): Promise<Result<readonly ListedCase[]>> {
    const cases = units.cases()
    if (!cases.ok) return cases
    const found: ListedCase[] = []
    const pace = makePace()
    for (const row of people) {
      await pace()
      const name = given.get(row.key)
      const is = name ? await isAsGiven(cases.value, row, name) : ok(false)
      if (!is.ok) return is
      if (is.value) found.push(row)
    }
    return ok(found)
  }

  /**
   * Gives each the name it had before, as one more correction in its trail: what else was corrected since stays so. What
   * came since, from the person or another desk, keeps the name it has, though it is the same.
   */
  const undo = asLongWork(async (given: GivenNames, reason: string): Promise<UndoneNames | undefined> => {
    const people = [...given.keys()].flatMap((key) => list.byKey.get(key) ?? [])
    isBusy.value = true
    const still = await asGiven(people, given).finally(() => {
      isBusy.value = false
    })
    error.value = still.ok ? undefined : still.error
    if (!still.ok) return undefined
    const { changed } = parted(still.value)
    const missing = await rename(changed, ({ key }) => given.get(key)?.before ?? '', reason)
    if (missing === undefined) return undefined
    const undone = new Set(changed)
    for (const row of missing) undone.delete(row)
    return { undone: undone.size, left: people.filter((row) => !undone.has(row)) }
  })

  return {
    names,
    isOfficial,
    targets,
    isBusy,
    progress,
    error,
    isOtherRegister,
    preview,
    previewRegister,
    unify,
    unifyByRegister,
    undo,
  }
})
