import { onScopeDispose, ref } from 'vue'
import type { Clock } from '#app/platform/clock/clock.ts'

/** When somebody comes back to a page that was left open: the day may be another. */
const occasions = ['focus', 'pageshow', 'pointerdown', 'keydown'] as const

type Occasions = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

/** The day of this device; what is computed or watched by it follows when the page was left open over midnight. */
export function useToday(
  { today }: Pick<Clock, 'today'>,
  target: Occasions | undefined = 'window' in globalThis ? window : undefined,
): () => string {
  const day = ref(today())
  const look = (): void => {
    day.value = today()
  }
  for (const event of occasions) target?.addEventListener(event, look)
  onScopeDispose(() => {
    for (const event of occasions) target?.removeEventListener(event, look)
  })
  return () => {
    void day.value
    return today()
  }
}
