import { onUnmounted, type ShallowRef, shallowRef, watch } from 'vue'
import { makePace } from '#app/platform/clock/breathe.ts'

/** A search that goes step by step. */
interface Search<Found> {
  /** Takes the next step; false when there is none left. */
  readonly next: () => boolean
  readonly found: () => Found
}

/** What is found in something as it stands, in slices between which the page draws and hears; what was found before stays until then. */
export function useInSlices<From, Found>(
  from: () => From,
  begin: (from: From) => Search<Found>,
  nothing: Found,
): Readonly<ShallowRef<Found>> {
  const last = shallowRef(nothing)
  let turn = 0

  async function find(now: From): Promise<void> {
    const own = ++turn
    const search = begin(now)
    const pace = makePace()
    while (search.next()) {
      await pace()
      if (own !== turn) return
    }
    last.value = search.found()
  }

  watch(from, find, { immediate: true })
  onUnmounted(() => (turn += 1))
  return last
}
