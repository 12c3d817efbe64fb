import { inject, type InjectionKey, readonly, type Ref, ref, shallowRef } from 'vue'

/** A new version that waits; applied only when the person says so and everything typed is saved. */
export interface AppUpdate {
  readonly isReady: Readonly<Ref<boolean>>
  readonly isBusy: Readonly<Ref<boolean>>
  readonly apply: () => Promise<void>
  readonly dismiss: () => void
}

/** What `main.ts` provides: the update offered to the person, and where the service worker reports one. */
export interface AppUpdateDesk extends AppUpdate {
  readonly announce: (applyUpdate: () => void) => void
  /** Runs before an update; false keeps the old version because something could not be saved. */
  readonly onBeforeUpdate: (flush: () => Promise<boolean>) => () => void
}

/** Key under which `main.ts` provides the update desk. */
export const appUpdateKey: InjectionKey<AppUpdateDesk> = Symbol('app-update')

/** Makes the desk where updates are offered. */
export function createAppUpdateDesk(): AppUpdateDesk {
  const isReady = ref(false)
  const isBusy = ref(false)
  const applyUpdate = shallowRef<() => void>()
  const flushes = new Set<() => Promise<boolean>>()

  async function apply(): Promise<void> {
    isBusy.value = true
    const saved = await Promise.all([...flushes].map((flush) => flush()))
    isBusy.value = false
    if (saved.every(Boolean)) applyUpdate.value?.()
  }

  return {
    isReady: readonly(isReady),
    isBusy: readonly(isBusy),
    apply,
    dismiss: () => {
      isReady.value = false
    },
    announce: (applyIt) => {
      applyUpdate.value = applyIt
      isReady.value = true
    },
    onBeforeUpdate: (flush) => {
      flushes.add(flush)
      return () => flushes.delete(flush)
    },
  }
}

/** The update desk of this app. */
export function useAppUpdate(): AppUpdateDesk {
  const desk = inject(appUpdateKey)
  if (!desk) throw new Error('main.ts provides the update desk before anything uses it')
  return desk
}
