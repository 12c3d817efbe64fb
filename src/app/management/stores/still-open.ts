import type { CaseStorage } from '#app/platform/storage/case-storage.ts'
import type { Result } from '#core/errors/result.ts'

/**
 * Tells whether the store that is open now has stayed open since: what was begun before the lock makes nothing of people
 * behind it, nor for whoever unlocks the store next.
 */
export function stillOpen(units: { readonly cases: () => Result<CaseStorage> }): () => boolean {
  const before = units.cases()
  return () => {
    const now = units.cases()
    return before.ok && now.ok && now.value === before.value
  }
}
