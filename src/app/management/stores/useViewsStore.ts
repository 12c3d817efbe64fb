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
    if (read.ok) views.value = [...read.value].sort((a, b) => a.place - b.place)
    else error.value = read.error
  }

  /** Writes views one after the other, up to the first that cannot be written: why is told. */
  async function keep(changed: readonly SavedView[]): Promise<void> {
    const kept = units.kept()
    error.value = undefined
    for (const view of changed) {
      const put = kept.ok ? await kept.value.put('peopleView', view.id, view) : kept
      if (put.ok) continue
      error.value = put.error
      break
    }
    await load()
  }

  const plainName = (name: string): string => [...name.normalize('NFC').trim()].slice(0, longestViewName).join('')

  /** Keeps what is listed under a name; a view of the same name is replaced. */
  async function save(name: string): Promise<void> {
    const wanted = plainName(name)
    const known = views.value.find((view) => view.name === wanted)
    const place = known?.place ?? Math.max(-1, ...views.value.map((view) => view.place)) + 1
    const id = known?.id ?? crypto.randomUUID()
    await keep([{ id, name: wanted, place, ...standing.value }])
    chosenId.value = id
  }

  /** Puts what is listed into the chosen view. */
  async function update(): Promise<void> {
    const { value } = chosen
    if (value) await keep([{ ...value, ...standing.value }])
  }

  async function rename(id: string, name: string): Promise<void> {
    const view = views.value.find((each) => each.id === id)
    if (view && plainName(name) !== '') await keep([{ ...view, name: plainName(name) }])
  }

  const move = (id: string, by: number): Promise<void> => keep(movedViews(views.value, id, by))

  /** The view that was removed, for whoever did so by mistake. */
  async function remove(id: string): Promise<SavedView | undefined> {
    const view = views.value.find((each) => each.id === id)
    const kept = units.kept()
    const removed = kept.ok ? await kept.value.remove('peopleView', id) : kept
    error.value = removed.ok ? undefined : removed.error
    await load()
    return removed.ok ? view : undefined
  }

  const bringBack = (view: SavedView): Promise<void> => keep([view])

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
