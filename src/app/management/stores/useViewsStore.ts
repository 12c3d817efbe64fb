import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { AppError } from '#core/errors/error-code.ts'
import {
  isSameView,
  type ListColumn,
  longestViewName,
  movedViews,
  type SavedView,
  savedViewSchema,
  usualColumns,
} from '#core/review/people-view.ts'
import { useCaseListStore } from './useCaseListStore.ts'
import { useUnitStore } from './useUnitStore.ts'

const inPlace = (views: readonly SavedView[]): readonly SavedView[] => [...views].sort((a, b) => a.place - b.place)

const placeOf = (views: readonly SavedView[], id: string) => views.find((view) => view.id === id)?.place

/** Views of the list under a name, sealed beside the cases, and how many people each shows now. */
export const useViewsStore = defineStore('views', () => {
  const units = useUnitStore()
  const list = useCaseListStore()
  const views = shallowRef<readonly SavedView[]>([])
  const counts = shallowRef<ReadonlyMap<string, number>>(new Map())
  const columns = shallowRef<readonly ListColumn[]>(usualColumns)
  const chosenId = ref('')
  const error = shallowRef<AppError>()
  let counting = 0

  /** What is listed now, as a view would keep it. */
  const standing = computed(() => {
    const { state, text, unit, rule, sheet } = list.filter
    return { filter: { state, text, unit, rule, sheet }, sort: list.sort, columns: [...columns.value] }
  })
  const chosen = computed(() => views.value.find(({ id }) => id === chosenId.value))
  /** Whether what is listed is no longer what the chosen view keeps. */
  const isChanged = computed(() => chosen.value !== undefined && !isSameView(chosen.value, standing.value))

  /** Counts one view after the other, with a breath between them: a long list is not held up. */
  async function count(): Promise<void> {
    const turn = ++counting
    const counted = new Map<string, number>()
    for (const { id, filter } of views.value) {
      await new Promise((resolve) => setTimeout(resolve))
      if (turn !== counting) return
      counted.set(id, list.matching(filter).length)
    }
    counts.value = counted
  }

  async function load(): Promise<void> {
    const kept = units.kept()
    if (!kept.ok) return
    const read = await kept.value.list('peopleView', savedViewSchema)
    if (read.ok) views.value = inPlace(read.value)
    else error.value = read.error
  }

  /** Writes what is made of the views as they are kept now: another tab may have changed them since they were read here. */
  async function change(make: (known: readonly SavedView[]) => readonly SavedView[]): Promise<void> {
    const kept = units.kept()
    const rows = (known: readonly SavedView[]) => make(inPlace(known)).map((value) => ({ id: value.id, value }))
    const written = kept.ok ? await kept.value.change('peopleView', savedViewSchema, rows) : kept
    error.value = written.ok ? undefined : written.error
    await load()
  }

  const plainName = (name: string): string => [...name.normalize('NFC').trim()].slice(0, longestViewName).join('')

  /** Keeps what is listed under a name; a view of the same name is replaced. Whether it is kept now. */
  async function save(name: string): Promise<boolean> {
    const wanted = plainName(name)
    const shown = standing.value
    let id: string = crypto.randomUUID()
    await change((known) => {
      const same = known.find((view) => view.name === wanted)
      const place = same?.place ?? (known.at(-1)?.place ?? -1) + 1
      id = same?.id ?? id
      return [{ id, name: wanted, place, ...shown }]
    })
    if (error.value) return false
    chosenId.value = id
    return true
  }

  /** Changes one view; where it was removed meanwhile, it stays removed. */
  const changeOne = (id: string, changed: Partial<SavedView>): Promise<void> =>
    change((known) => known.filter((view) => view.id === id).map((view) => Object.assign({}, view, changed)))

  /** Puts what is listed into the chosen view. */
  const update = (): Promise<void> => changeOne(chosenId.value, standing.value)

  async function rename(id: string, name: string): Promise<void> {
    if (plainName(name) !== '') await changeOne(id, { name: plainName(name) })
  }

  const move = (id: string, by: number): Promise<void> =>
    change((known) => movedViews(known, id, by).filter(({ id: of, place }) => placeOf(known, of) !== place))

  /** The view that was removed, for whoever did so by mistake. */
  async function remove(id: string): Promise<SavedView | undefined> {
    await load()
    const view = views.value.find((each) => each.id === id)
    const kept = units.kept()
    const removed = kept.ok ? await kept.value.remove('peopleView', id) : kept
    error.value = removed.ok ? undefined : removed.error
    await load()
    return removed.ok ? view : undefined
  }

  const bringBack = (view: SavedView): Promise<void> => change(() => [view])

  function show({ id, filter, sort, columns: of }: SavedView): void {
    list.show(filter)
    list.sort = sort
    columns.value = of
    chosenId.value = id
  }

  function showEverybody(): void {
    list.show({})
    list.sort = { by: 'name', isDescending: false }
    columns.value = usualColumns
    chosenId.value = ''
  }

  watch([views, () => list.counts], () => void count())
  watch(
    () => units.status,
    (status) => {
      if (status === 'open') return void load()
      views.value = []
      chosenId.value = ''
      columns.value = usualColumns
    },
    { immediate: true },
  )

  return {
    views,
    counts,
    columns,
    chosen,
    chosenId,
    isChanged,
    error,
    load,
    save,
    update,
    rename,
    move,
    remove,
    bringBack,
    show,
    showEverybody,
  }
})
