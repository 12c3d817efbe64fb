import { onScopeDispose } from 'vue'

const idleMinutes = 10
const checkMs = 15_000

/** Calls back when nobody has touched the page for ten minutes; says after how many. */
export function useAutoLock(now: () => number, onIdle: (minutes: number) => void): void {
  let touchedAt = now()
  const touch = (): void => {
    touchedAt = now()
  }
  const check = (): void => {
    if (now() - touchedAt < idleMinutes * 60_000) return
    touch()
    onIdle(idleMinutes)
  }
  const kinds = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
  for (const kind of kinds) addEventListener(kind, touch, { passive: true })
  // A sleeping computer runs no timer: what is due is done when the page is looked at again.
  document.addEventListener('visibilitychange', check)
  const timer = setInterval(check, checkMs)
  onScopeDispose(() => {
    for (const kind of kinds) removeEventListener(kind, touch)
    document.removeEventListener('visibilitychange', check)
    clearInterval(timer)
  })
}
