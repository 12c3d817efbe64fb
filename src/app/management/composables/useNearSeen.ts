import { computed, type ComputedRef, onMounted, onUnmounted, shallowRef } from 'vue'
import { type LineGroup, type Window, windowOf } from './near-groups.ts'

/** A long list of a page that scrolls. */
interface LongList<Line> {
  readonly groups: () => readonly LineGroup<Line>[]
  /** Where its lines, or the empty space of those before them, begin. */
  readonly start: () => Element | null | undefined
  /** Height of a line that was never drawn, in pixels. */
  readonly usualHeight: number
}

const spare = 600

/** Of very many lines those near what is seen are drawn, the others are empty space of their last height. */
export function useNearSeen<Line>({ groups, start, usualHeight }: LongList<Line>): {
  readonly shown: ComputedRef<Window<Line>>
  /** Tells how high a group was when it was drawn last. */
  readonly wasHigh: (group: LineGroup<Line>, height: number) => void
} {
  const seen = shallowRef({ from: -spare, until: spare * 3 })
  const heights = new WeakMap<LineGroup<Line>, number>()
  const heightOf = (group: LineGroup<Line>): number => heights.get(group) ?? group.items.length * usualHeight
  const shown = computed(() => windowOf(groups(), heightOf, seen.value))

  function look(): void {
    const top = start()?.getBoundingClientRect().top ?? 0
    // Steps, so that not every pixel asks for other groups.
    const from = Math.floor((-top - spare) / spare) * spare
    const until = from + window.innerHeight + 3 * spare
    if (from !== seen.value.from || until !== seen.value.until) seen.value = { from, until }
  }
  // What stands above may grow or go away, and the list with it to where nobody has scrolled.
  const moved = new ResizeObserver(() => requestAnimationFrame(look))
  onMounted(() => {
    look()
    moved.observe(document.body)
    for (const event of ['scroll', 'resize']) addEventListener(event, look, { capture: true, passive: true })
  })
  onUnmounted(() => {
    moved.disconnect()
    for (const event of ['scroll', 'resize']) removeEventListener(event, look, { capture: true })
  })
  return { shown, wasHigh: (group, height) => void heights.set(group, height) }
}
