import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import { leftKeyOf } from '#app/platform/storage/left-behind.ts'

const prefix = leftKeyOf('')

function leftIds(): readonly string[] {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '')
    return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
  } catch {
    // A browser that keeps nothing has nothing laid aside.
    return []
  }
}

/**
 * Saves what the pages of drafts were left amid. It lies beside the database until its draft is loaded: in no copy of
 * it, and gone with what is written over it or erased.
 */
export async function takeInLeft(storage: Pick<DraftStorage, 'load'>): Promise<void> {
  for (const id of leftIds()) await storage.load(id)
}
