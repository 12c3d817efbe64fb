import { onScopeDispose } from 'vue'

const quietMs = 10 * 60_000
const checkMs = 15_000
const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/** What locking by itself goes by. */
export interface AutoLock {
  readonly now: () => number
  readonly lock: () => void
  /** Whether long work runs, which is not cut off. */
  readonly isBusy: () => boolean
}

/**
 * Locks when nobody has touched the app for ten minutes. A computer that sleeps runs no timer: whoever wakes it finds
 * the store locked at the first touch.
 */
export function useAutoLock({ now, lock, isBusy }: AutoLock): void {
  let touchedAt = now()

  function check(): void {
    const isDue = now() - touchedAt >= quietMs
    if (!isDue && !isBusy()) return
    touchedAt = now()
    if (!isBusy()) lock()
  }

  function touch(): void {
    check()
    touchedAt = now()
  }

  for (const sign of signs) document.addEventListener(sign, touch, { passive: true, capture: true })
  document.addEventListener('visibilitychange', check)
  const timer = setInterval(check, checkMs)
  onScopeDispose(() => {
    for (const sign of signs) document.removeEventListener(sign, touch, { capture: true })
    document.removeEventListener('visibilitychange', check)
    clearInterval(timer)
  })
}
