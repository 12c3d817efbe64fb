import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useCaseListStore } from './useCaseListStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** People picked by hand, whatever is listed afterwards. */
export const useSelectionStore = defineStore('selection', () => {
  const units = useUnitStore()
  const list = useCaseListStore()
  const keys = shallowRef<ReadonlySet<string>>(new Set())
  /** Where a range begins: who was picked last. */
  const anchor = ref('')
  const size = computed(() => keys.value.size)
  /** The people picked, in the order of their names. */
  const people = computed(() => (size.value === 0 ? [] : list.rows.filter(({ key }) => keys.value.has(key))))
  const isWhole = computed(() => list.listed.length > 0 && list.listed.every(({ key }) => keys.value.has(key)))

  function put(changed: Iterable<string>, isPicked: boolean): void {
    const next = new Set(keys.value)
    for (const key of changed) {
      if (isPicked) next.add(key)
      else next.delete(key)
    }
    keys.value = next
  }

  /** Picks somebody, or no longer. */
  function toggle(key: string): void {
    put([key], !keys.value.has(key))
    anchor.value = key
  }

  /** Picks everybody listed between who was picked last and this one. */
  function extendTo(key: string): void {
    const at = list.listed.findIndex((row) => row.key === key)
    const from = list.listed.findIndex((row) => row.key === anchor.value)
    if (at < 0 || from < 0) return toggle(key)
    const [first, last] = at < from ? [at, from] : [from, at]
    put(
      list.listed.slice(first, last + 1).map((row) => row.key),
      true,
    )
    anchor.value = key
  }

  const pickListed = (): void =>
    put(
      list.listed.map(({ key }) => key),
      true,
    )

  function clear(): void {
    keys.value = new Set()
    anchor.value = ''
  }

  watch(
    () => units.status,
    (status) => {
      if (status !== 'open') clear()
    },
  )

  return { keys, size, people, isWhole, toggle, extendTo, pickListed, clear }
})
