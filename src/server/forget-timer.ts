import type { Store } from './store/store.ts'

const everyMs = 3_600_000

/** At the start and every hour: what another process erased, or one that fell, leaves no copy in the files either. */
export function startForgetting(store: Pick<Store, 'forget'>): { readonly stop: () => void } {
  // What fails is tried again, at the latest in an hour.
  const look = (): void => void store.forget().catch(() => false)
  look()
  const timer = setInterval(look, everyMs).unref()
  return { stop: () => clearInterval(timer) }
}
