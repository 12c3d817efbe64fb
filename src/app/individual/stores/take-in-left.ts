import type { DraftStorage } from '#app/platform/storage/draft-storage.ts'
import { leftBehind, leftKeyOf } from '#app/platform/storage/left-behind.ts'
import { ok, type Result } from '#core/errors/result.ts'

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
 * it, and gone with what is written over it or erased. Fails while the storage does not take it.
 */
export async function takeInLeft(storage: Pick<DraftStorage, 'load' | 'save'>): Promise<Result<void>> {
  for (const id of leftIds()) {
    const draft = await storage.load(id)
    const left = draft.ok ? leftBehind(id, draft.value.revision) : undefined
    // Loading shows the draft also where it could not be saved: why not is told by saving it.
    const taken = draft.ok && left ? await storage.save(id, draft.value.revision, left) : draft
    // A draft that is gone, locked or newer by now has nothing to take in.
    if (!taken.ok && taken.error.code.startsWith('STORAGE_')) return taken
  }
  return ok(undefined)
}
