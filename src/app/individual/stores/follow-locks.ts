import type { Router } from 'vue-router'
import { isLockedMark, lockedKeyOf } from '#app/platform/storage/left-behind.ts'
import { forgetLocked } from './forget-locked.ts'
import { standStillForLocks } from './stand-still.ts'

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
 * shows of the record goes.
 */
export function followLocks(router: Router): void {
  standStillForLocks()
  addEventListener('storage', (event) => {
    if (!(event instanceof StorageEvent) || !isLockedMark(event) || event.newValue !== 'locked') return
    void leaveLocked(String(event.key).slice(lockedKeyOf('').length), router)
  })
}
