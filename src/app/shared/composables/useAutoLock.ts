import { onScopeDispose, watch } from 'vue'

const quietMinutes = 10
const checkMs = 15_000
const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

const never = (): boolean => false

/** What locking by itself goes by. */
export interface AutoLock {
  readonly now: () => number
  /** Told after how many minutes. */
  readonly lock: (minutes: number) => void
  /** Whether work runs that is not to be cut off. */
  readonly isBusy?: () => boolean
  /** Whether a person waits for such work: it stands for a touch, so that they see how it ended. */
  readonly isAwaited?: () => boolean
}

/**
 * Locks when nobody has touched the app for ten minutes. A computer that sleeps runs no timer: whoever wakes it finds
 * what was open locked at the first touch. Where the clock was set back, the ten minutes begin anew.
 */
export function useAutoLock({ now, lock, isBusy = never, isAwaited = never }: AutoLock): void {
  let touchedAt = now()

  function check(): void {
    const at = now()
    if (isAwaited() || at < touchedAt) touchedAt = at
    // What runs by itself puts locking off and no more: its next run may begin before the next look.
    if (at - touchedAt < quietMinutes * 60_000 || isBusy()) return
    touchedAt = at
    lock(quietMinutes)
  }

  function touch(): void {
    check()
    touchedAt = now()
  }

  for (const sign of signs) document.addEventListener(sign, touch, { passive: true, capture: true })
  document.addEventListener('visibilitychange', check)
  const timer = setInterval(check, checkMs)
  watch(isBusy, check)
  onScopeDispose(() => {
    for (const sign of signs) document.removeEventListener(sign, touch, { capture: true })
    document.removeEventListener('visibilitychange', check)
    clearInterval(timer)
  })
}
