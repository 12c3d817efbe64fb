import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { type RosterColumn, rosterDigest, rosterValues, usualRosterColumns } from '#core/review/roster.ts'
import { eachRecord } from './each-record.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useUnitStore } from './useUnitStore.ts'

const previewed = 20

/** 名册表: its columns, the people on it, and the digest that binds paper to data. */
export const useRosterStore = defineStore('roster', () => {
  const units = useUnitStore()
  const list = useCaseListStore()
  const { officialScheme: scheme } = useSchemeStore()
  const columns = shallowRef<readonly RosterColumn[]>(usualRosterColumns)
  const digest = shallowRef('')
  const sample = shallowRef<readonly (readonly string[])[]>([])
  const error = shallowRef<AppError>()
  const people = computed(() => list.rows.filter(({ state }) => state === 'passed' || state === 'reported'))
  const offered = computed(() =>
    scheme.sheets.flatMap((sheet) =>
      sheet.fields
        .filter(({ kind }) => kind !== 'sequence')
        .map(({ key }): RosterColumn => ({ sheet: sheet.key, field: key }))
        .filter(({ field }) => !columns.value.some((column) => column.sheet === sheet.key && column.field === field)),
    ),
  )

  async function load(): Promise<void> {
    const cases = units.cases()
    if (!cases.ok) {
      error.value = cases.error
      return
    }
    const chosen = columns.value
    const shown: (readonly string[])[] = []
    for await (const batch of eachRecord(cases.value, people.value.slice(0, previewed))) {
      shown.push(...batch.map(({ record }) => rosterValues(record, chosen)))
    }
    sample.value = shown
    const submissions = people.value.map(({ standing }) => standing)
    digest.value = submissions.length > 0 ? await rosterDigest(chosen, submissions) : ''
  }

  function add(column: RosterColumn): void {
    columns.value = [...columns.value, column]
  }

  function remove(at: number): void {
    columns.value = columns.value.filter((_, index) => index !== at)
  }

  function moveUp(at: number): void {
    const moved = columns.value[at]
    if (!moved || at === 0) return
    const others = columns.value.filter((_, index) => index !== at)
    columns.value = [...others.slice(0, at - 1), moved, ...others.slice(at - 1)]
  }

  watch(
    () => units.status,
    () => {
      sample.value = []
    },
  )
  return { columns, digest, sample, error, people, offered, load, add, remove, moveUp }
})
