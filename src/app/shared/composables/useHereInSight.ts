import { onMounted, onScopeDispose, type ShallowRef, watch } from 'vue'

/**
 * On a narrow screen a list of pages is a strip: the one that is open is brought to its middle, at first, when it
 * changes (`seen` says so, by its words), and when the screen is turned.
 */
export function useHereInSight(
  strip: Readonly<ShallowRef<HTMLElement | null>>,
  here: string,
  seen: () => readonly unknown[],
): void {
  function show(): void {
    const place = strip.value?.querySelector(here)
    if (strip.value && place instanceof HTMLElement)
      strip.value.scrollLeft = place.offsetLeft + (place.offsetWidth - strip.value.clientWidth) / 2
  }
  onMounted(() => {
    show()
    addEventListener('resize', show)
  })
  onScopeDispose(() => removeEventListener('resize', show))
  watch(() => seen().join('\n'), show, { flush: 'post' })
}
