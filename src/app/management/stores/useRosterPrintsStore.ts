import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { StoredPack } from '#app/platform/storage/case-storage.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { namesRoster, type ReadRosterCode, readRosterCode } from '#core/review/roster-code.ts'
import {
  type RosterLayout,
  rosterLayoutSchema,
  rosterObstacle,
  type RosterPrinted,
  rosterPrintSchema,
} from '#core/review/roster-print.ts'
import { type FormOfCode, formOfCode } from './form-of-code.ts'
import { pacedRosterDigest } from './paced-digest.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** What a code on paper turned out to be. */
export type RosterVerdict =
  | { readonly kind: 'now' | 'nowTotals' | 'held'; readonly count: number }
  | { readonly kind: 'earlier'; readonly print: RosterPrinted; readonly count: number }
  | { readonly kind: 'pack' | 'packTotals'; readonly pack: StoredPack }
  | FormOfCode
  | { readonly kind: 'unknown' }

/** The people that papers of now show, by their submissions. */
export interface PeopleOfPapers {
  readonly passed: readonly string[]
  readonly held: readonly string[]
}

/** Rosters that were printed and layouts that were saved: what the unit remembers of its papers. */
export const useRosterPrintsStore = defineStore('roster-prints', () => {
  const units = useUnitStore()
  const list = useCaseListStore()
  const prints = shallowRef<readonly RosterPrinted[]>([])
  /** Names of prints that are not understood. */
  const unread = shallowRef<readonly string[]>([])
  const layouts = shallowRef<readonly RosterLayout[]>([])
  const error = shallowRef<AppError>()
  /** Why a layout was not kept or removed: told beside the layouts, away from the check of a code. */
  const layoutError = shallowRef<AppError>()

  async function loadPrints(): Promise<Result<void>> {
    const kept = units.kept()
    const printed = kept.ok ? await kept.value.survey('rosterPrint', rosterPrintSchema) : kept
    if (!printed.ok) return printed
    prints.value = [...printed.value.fitting].sort((a, b) => b.at - a.at)
    unread.value = printed.value.unread
    return ok(undefined)
  }

  async function load(): Promise<void> {
    const kept = units.kept()
    if (!kept.ok) return
    const printed = await loadPrints()
    if (!printed.ok) error.value = printed.error
    const saved = await kept.value.list('rosterLayout', rosterLayoutSchema)
    if (saved.ok) layouts.value = [...saved.value].sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'))
    else layoutError.value = saved.error
  }

  /** Whether it was kept; why not is told where the person looks for it. */
  async function keep(kind: 'rosterPrint' | 'rosterLayout', value: RosterPrinted | RosterLayout): Promise<boolean> {
    const kept = units.kept()
    const put = kept.ok ? await kept.value.put(kind, value.id, value) : kept
    const told = kind === 'rosterLayout' ? layoutError : error
    told.value = put.ok ? undefined : put.error
    await load()
    return put.ok
  }

  /** Remembers a print; it counts in the place of those not understood, and of those that a wrong clock puts after it. */
  async function remember(print: RosterPrinted): Promise<void> {
    await loadPrints()
    const ahead = prints.value.flatMap(({ id, at }) => (at > print.at ? [id] : []))
    const supersedes = [...unread.value, ...ahead]
    await keep('rosterPrint', { ...print, ...(supersedes.length > 0 && { supersedes }) })
  }

  const saveLayout = (layout: RosterLayout): Promise<boolean> => keep('rosterLayout', layout)

  /** The layout that was removed, for whoever did so by mistake. */
  async function removeLayout(id: string): Promise<RosterLayout | undefined> {
    const layout = layouts.value.find((each) => each.id === id)
    const kept = units.kept()
    const removed = kept.ok ? await kept.value.remove('rosterLayout', id) : kept
    layoutError.value = removed.ok ? undefined : removed.error
    await load()
    return removed.ok ? layout : undefined
  }

  /** Why these people cannot be reported beside the last roster (M12, M13), and the digest of one of exactly them. */
  async function compare(submissions: readonly string[]) {
    const printed = await loadPrints()
    if (!printed.ok) return printed
    const digest = await pacedRosterDigest(submissions)
    return ok({ digest, obstacle: rosterObstacle(prints.value, digest, submissions.length, unread.value) })
  }

  /** Whose form has this code, where no paper of several people has: what cannot be read leaves it open. */
  async function formVerdict(read: NonNullable<ReadRosterCode>): Promise<RosterVerdict | undefined> {
    const cases = units.cases()
    if (!cases.ok || read.kind === 'whole') return { kind: 'unknown' }
    const form = await formOfCode(cases.value, list.rows, (digest) => namesRoster(read, digest))
    if (form.ok) return form.value ?? { kind: 'unknown' }
    error.value = form.error
    return undefined
  }

  /** What the code scanned or typed from a paper belongs to: the people of a roster, all that are held, or one person. */
  async function check(text: string, { passed, held }: PeopleOfPapers): Promise<RosterVerdict | undefined> {
    error.value = undefined
    const read = readRosterCode(text)
    if (!read) {
      error.value = fail('ROSTER_CODE_UNREADABLE', {}).error
      return undefined
    }
    const shows = async (people: readonly string[]): Promise<boolean> =>
      people.length > 0 && namesRoster(read, await pacedRosterDigest(people))
    const count = passed.length
    // Digits alone do not tell a roster from totals: that a stamped roster no longer holds must not be missed.
    const isTotals = read.kind === 'whole' && read.paper === 'totals'
    if (await shows(passed)) return { kind: isTotals ? 'nowTotals' : 'now', count }
    const print = isTotals ? undefined : prints.value.find(({ digest }) => namesRoster(read, digest))
    if (print) return { kind: 'earlier', print, count }
    if (await shows(held)) return { kind: 'held', count: held.length }
    const cases = units.cases()
    const packs = cases.ok ? await cases.value.packs() : cases
    const pack = packs.ok
      ? packs.value.find(({ rosterDigest: of }) => of !== undefined && namesRoster(read, of))
      : undefined
    return pack ? { kind: isTotals ? 'packTotals' : 'pack', pack } : formVerdict(read)
  }

  watch(
    () => units.status,
    (status) => {
      if (status === 'open') return
      prints.value = []
      unread.value = []
      layouts.value = []
    },
  )

  return { prints, layouts, error, layoutError, load, remember, saveLayout, removeLayout, compare, check }
})
