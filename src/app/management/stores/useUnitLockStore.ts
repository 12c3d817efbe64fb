import { defineStore } from 'pinia'
import { type EffectScope, effectScope, watch } from 'vue'
import { useAutoLock } from '#app/shared/composables/useAutoLock.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { useToasts } from '#app/shared/ui/useToasts.ts'
import { isLongWorkUnderWay } from './long-work.ts'
import { useReceiveStore } from './useReceiveStore.ts'
import { useUnitStore } from './useUnitStore.ts'
import { useUnitSyncStore } from './useUnitSyncStore.ts'

/** Locks the unit by itself as long as it is open, whatever page is in sight: the pages of the unit may have been left. */
export const useUnitLockStore = defineStore('unit-lock', () => {
  const { clock } = usePlatform()
  const units = useUnitStore()
  const receiving = useReceiveStore()
  const sync = useUnitSyncStore()
  const { dismissAll } = useToasts()
  let whileOpen: EffectScope | undefined

  watch(
    () => units.status,
    (status) => {
      whileOpen?.stop()
      whileOpen = undefined
      // A name and 撤销 of what is locked away are nobody's.
      if (status === 'locked') dismissAll()
      if (status !== 'open') return
      whileOpen = effectScope(true)
      whileOpen.run(() =>
        useAutoLock({
          now: () => clock.now(),
          lock: () => units.lock(),
          isBusy: () => sync.isRunning,
          isAwaited: () => receiving.state === 'running' || isLongWorkUnderWay(),
        }),
      )
    },
    { immediate: true },
  )
  return {}
})
