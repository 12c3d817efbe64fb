import { onScopeDispose } from 'vue'

const quietMs = 10 * 60_000
const signs = ['pointerdown', 'keydown', 'wheel'] as const

/** Locks when nobody has touched the app for ten minutes, unless long work runs. */
export function useAutoLock(lock: () => void, isBusy: () => boolean): void {
  let timer = 0

  function restart(): void {
    clearTimeout(timer)
    timer = window.setTimeout(() => (isBusy() ? restart() : lock()), quietMs)
  }

  for (const sign of signs) document.addEventListener(sign, restart, { passive: true, capture: true })
  restart()
  onScopeDispose(() => {
    clearTimeout(timer)
    for (const sign of signs) document.removeEventListener(sign, restart, { capture: true })
  })
}
