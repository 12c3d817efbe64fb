import type { Router } from 'vue-router'
import { lockedKeyOf } from '#app/platform/storage/left-behind.ts'
import { forgetLocked } from './forget-locked.ts'
import { useStandStillStore } from './useStandStillStore.ts'
import { useTakenOffStore } from './useTakenOffStore.ts'

/** Pages that show a record without its form; which one a file is of is not asked any more. */
const showsRecord = new Set<unknown>(['opened', 'returned', 'import'])

async function leaveLocked(id: string, router: Router): Promise<void> {
  const forgotten = forgetLocked(id)
  const { name, params } = router.currentRoute.value
  if (showsRecord.has(name) || (name === 'print' && params['id'] === id)) await router.push({ name: 'home' })
  await forgotten
}

/**
 * When another tab puts a record behind a passphrase, what is typed here goes behind it as well, and whatever this page
 * shows of the record goes; when another tab takes the lock off, nothing here says any more that it is locked.
 */
export function followLocks(router: Router): void {
  const takenOff = useTakenOffStore()
  useStandStillStore().begin()
  addEventListener('storage', (event) => {
    if (!(event instanceof StorageEvent) || event.key?.startsWith(lockedKeyOf('')) !== true) return
    const id = event.key.slice(lockedKeyOf('').length)
    if (event.newValue === 'locked') void leaveLocked(id, router)
    if (event.newValue === null) void takenOff.follow(id, router.currentRoute.value)
  })
}
