import { computed, type ComputedRef, onMounted, onUnmounted, shallowRef } from 'vue'
import { type LineGroup, type Window, windowOf } from './near-groups.ts'

/** A long list of a page that scrolls. */
interface LongList<Line> {
  readonly groups: () => readonly LineGroup<Line>[]
  /** The list, or the table in whose bodies the lines stand. Each line says in `data-group` of which group it is. */
  readonly list: () => Element | null | undefined
  /** Height of a line that was never drawn, in pixels. */
  readonly usualHeight: number
  /** Whether its ends are always drawn: keys come to them from what stands before and behind the list. */
  readonly hasEnds?: boolean
}

/** What a group was when it was drawn last. */
interface Measured {
  readonly height: number
  readonly lines: number
}

const spare = 600

const groupOf = (line: HTMLElement): number => Number(line.dataset['group'])

/** How high each group is that is drawn now, by the place of its first line. */
function measuredIn(list: Element): ReadonlyMap<number, Measured> {
  const measured = new Map<number, Measured & { readonly top: number }>()
  for (const line of list.querySelectorAll<HTMLElement>('[data-group]')) {
    const { top, bottom } = line.getBoundingClientRect()
    const before = measured.get(groupOf(line)) ?? { top, lines: 0 }
    measured.set(groupOf(line), { top: before.top, height: bottom - before.top, lines: before.lines + 1 })
  }
  return measured
}

/** The group that holds what has the focus: taken out, it would leave the keys nowhere. */
function focusedIn(list: Element): number | undefined {
  const line = document.activeElement?.closest<HTMLElement>('[data-group]')
  return line && list.contains(line) ? groupOf(line) : undefined
}

/**
 * Heights of groups, by the place of their first line: one line more or less among thousands is no other list, and a
 * group that has changed is best guessed by what stood there.
 */
function makeHeights(usualHeight: number) {
  const heights = shallowRef<ReadonlyMap<number, Measured>>(new Map())
  return {
    of(group: LineGroup<unknown>): number {
      const { height, lines } = heights.value.get(group.at) ?? { height: usualHeight, lines: 1 }
      return (height / lines) * group.items.length
    },
    /** Before a group is left out, and after it is drawn: empty space of its height takes its place. */
    measure(list: Element): void {
      const isOther = ([at, now]: readonly [number, Measured]): boolean => {
        const was = heights.value.get(at)
        return was?.lines !== now.lines || Math.abs(was.height - now.height) >= 1
      }
      const others = [...measuredIn(list)].filter(isOther)
      if (others.length > 0) heights.value = new Map([...heights.value, ...others])
    },
  }
}

/** Of very many lines those near what is seen are drawn, the others are empty space of their last height. */
export function useNearSeen<Line>(long: LongList<Line>): ComputedRef<Window<Line>> {
  const { groups, list, usualHeight, hasEnds = false } = long
  const seen = shallowRef({ from: -spare, until: spare * 3 })
  const heights = makeHeights(usualHeight)
  const shown = computed(() => {
    const all = groups()
    const ends = hasEnds ? [all[0], all.at(-1)] : []
    const drawnIn = list()
    const focused = drawnIn ? focusedIn(drawnIn) : undefined
    const isKept = (group: LineGroup<Line>): boolean => group.at === focused || ends.includes(group)
    return windowOf(all, (group) => heights.of(group), { ...seen.value, isKept })
  })

  function look(): void {
    const drawnIn = list()
    if (!drawnIn) return
    heights.measure(drawnIn)
    const { top } = (drawnIn.querySelector('tbody') ?? drawnIn).getBoundingClientRect()
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
  return shown
}
