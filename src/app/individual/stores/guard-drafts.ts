import type { Router } from 'vue-router'
import { leaveSaved } from './leave-saved.ts'
import { useOnlyHereStore } from './useOnlyHereStore.ts'

/** What watches over the draft of this page once it stands. */
export async function guardDrafts(router: Router): Promise<void> {
  leaveSaved(router)
  useOnlyHereStore().begin()
  // It knows every store that may hold something of a record: what is typed is not to wait for it.
  const { followLocks } = await import('./follow-locks.ts')
  followLocks(router)
}
