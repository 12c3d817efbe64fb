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
  readonly announce: (takeOver: () => Promise<void>) => void
  /** Runs before an update; false keeps the old version because something could not be saved. */
  readonly onBeforeUpdate: (flush: () => Promise<boolean>) => () => void
}

/** Does the work; whether somebody typed meanwhile. */
async function whileWatched(work: () => Promise<unknown>): Promise<boolean> {
  const watching = new AbortController()
  let isTyped = false
  const note = (): void => {
    isTyped = true
  }
  for (const sign of ['input', 'compositionstart'])
    document.addEventListener(sign, note, { capture: true, signal: watching.signal })
  try {
    await work()
  } finally {
    watching.abort()
  }
  return isTyped
}

/** Key under which `main.ts` provides the update desk. */
export const appUpdateKey: InjectionKey<AppUpdateDesk> = Symbol('app-update')

/** Makes the desk where updates are offered. */
export function createAppUpdateDesk(): AppUpdateDesk {
  const isReady = ref(false)
  const isBusy = ref(false)
  const takeOver = shallowRef<() => Promise<void>>()
  const flushes = new Set<() => Promise<boolean>>()

  const saveAll = async (): Promise<boolean> => (await Promise.all([...flushes].map((flush) => flush()))).every(Boolean)

  async function apply(): Promise<void> {
    isBusy.value = true
    try {
      if (!(await saveAll())) return
      const isTyped = await whileWatched(async () => takeOver.value?.())
      // What was typed meanwhile need not be in a draft: then the page stays, and the update is offered again.
      if (!isTyped && (await saveAll())) location.reload()
    } finally {
      isBusy.value = false
    }
  }

  return {
    isReady: readonly(isReady),
    isBusy: readonly(isBusy),
    apply,
    dismiss: () => {
      isReady.value = false
    },
    announce: (takeOverNow) => {
      takeOver.value = takeOverNow
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
