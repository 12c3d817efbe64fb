import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { countPeople, type Dimension, isCountedUnder } from '#core/review/totals.ts'
import { eachRecord, type PersonOnList } from './each-record.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** 汇总: people counted by one or two things, and who stands behind each number. */
export const useTotalsStore = defineStore('totals', () => {
  const { clock } = usePlatform()
  const units = useUnitStore()
  const list = useCaseListStore()
  const { scheme } = useSchemeStore()
  const people = shallowRef<readonly PersonOnList[]>([])
  const loaded = ref(0)
  const onlyPassed = ref(false)
  const rowBy = ref('titles.titleLevel')
  const columnBy = ref('')
  const error = shallowRef<AppError>()

  /** Fields that hold a code: `sheet.field`, and the age. */
  const dimensions = computed(() => [
    'age',
    ...scheme.sheets.flatMap((sheet) =>
      sheet.fields.filter(({ kind }) => kind === 'code').map(({ key }) => `${sheet.key}.${key}`),
    ),
    'basic.employer',
  ])

  function dimensionOf(name: string): Dimension {
    if (name === 'age') return { by: 'age', on: clock.today() }
    const [sheet = '', field = ''] = name.split('.')
    return { by: 'field', sheet, field }
  }

  const counted = computed(() =>
    onlyPassed.value
      ? people.value.filter(({ row }) => row.state === 'passed' || row.state === 'reported')
      : people.value.filter(({ row }) => row.state !== 'setAside'),
  )
  const totals = computed(() =>
    countPeople(
      counted.value.map(({ record }) => record),
      dimensionOf(rowBy.value),
      columnBy.value === '' ? undefined : dimensionOf(columnBy.value),
    ),
  )

  async function load(): Promise<void> {
    const cases = units.cases()
    if (!cases.ok) {
      error.value = cases.error
      return
    }
    const found: PersonOnList[] = []
    loaded.value = 0
    for await (const batch of eachRecord(cases.value, list.rows)) {
      found.push(...batch)
      loaded.value = found.length
    }
    people.value = found
  }

  /** Keys of the people behind a number; an empty column stands for all of them. */
  function behind(row: string, column?: string): ReadonlySet<string> {
    const inRow = (person: PersonOnList): boolean => isCountedUnder(person.record, dimensionOf(rowBy.value), row)
    const inColumn = (person: PersonOnList): boolean =>
      column === undefined || isCountedUnder(person.record, dimensionOf(columnBy.value), column)
    const found = counted.value.filter((person) => inRow(person) && inColumn(person))
    return new Set(found.map((person) => person.row.key))
  }

  watch(
    () => units.status,
    (status) => {
      if (status !== 'open') people.value = []
    },
  )

  return { people, loaded, onlyPassed, rowBy, columnBy, dimensions, totals, counted, error, load, behind }
})
