import { lockedKeyOf } from '#app/platform/storage/left-behind.ts'

/** Tells every tab at once whether a draft is behind a passphrase: nothing of it is laid beside the database then. */
export function markLocked(id: string, isLocked: boolean): void {
  try {
    if (isLocked) localStorage.setItem(lockedKeyOf(id), 'locked')
    else localStorage.removeItem(lockedKeyOf(id))
  } catch {
    // Nothing is kept here anyway.
  }
}
