import { watch } from 'vue'
import { useUnitStore } from './useUnitStore.ts'

/** What was read of people goes as soon as the unit is locked: nothing of it stays behind the lock, or for the next user. */
export function forgetWhenLocked(forget: () => void): void {
  const units = useUnitStore()
  watch(
    () => units.status,
    (status) => {
      if (status !== 'open') forget()
    },
    { flush: 'sync' },
  )
}
