import { computed, type ComputedRef, onScopeDispose, type Ref, ref, watch } from 'vue'
import { whenIdle } from '../composables/when-idle.ts'

// A little more than what is in sight.
const atOnce = 8
const quietMs = 250

/**
 * The part of a list that is drawn: what is in sight at once, so that each key press is answered quickly; the rest piece
 * by piece when the person pauses. What the keyboard has come to is always drawn.
 */
export function useGrowingList<T>(
  items: Readonly<Ref<readonly T[]>>,
  reached: Readonly<Ref<number>>,
): ComputedRef<readonly T[]> {
  const drawn = ref(atOnce)
  let timer: ReturnType<typeof setTimeout> | undefined

  function grow(list: readonly T[]): void {
    if (list !== items.value || drawn.value >= list.length) return
    drawn.value += atOnce
    whenIdle(() => grow(list))
  }

  watch(items, (list) => {
    clearTimeout(timer)
    drawn.value = atOnce
    if (list.length > atOnce) timer = setTimeout(() => whenIdle(() => grow(list)), quietMs)
  })
  onScopeDispose(() => clearTimeout(timer))
  return computed(() => items.value.slice(0, Math.max(drawn.value, reached.value + atOnce)))
}
