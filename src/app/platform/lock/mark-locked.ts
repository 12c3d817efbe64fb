import { lockedKeyOf } from '#app/platform/storage/left-behind.ts'

/**
 * Tells every tab at once whether a draft is behind a passphrase, or about to be: nothing of it is laid beside the
 * database then, and who has it open saves first and leaves it after.
 */
export function markLocked(id: string, state: 'open' | 'locking' | 'locked'): void {
  try {
    if (state === 'open') localStorage.removeItem(lockedKeyOf(id))
    else localStorage.setItem(lockedKeyOf(id), state)
  } catch {
    // Nothing is kept here anyway.
  }
}
