import * as v from 'valibot'
import type { DraftChange, DraftStorage } from './draft-storage.ts'
import { draftStateSchema } from './parse-draft.ts'

/** A change the page was left amid, before the database could take it. */
interface LeftBehind extends DraftChange {
  /** Revision of the draft it was made from. */
  readonly base: number
}

const leftSchema = v.object({ base: v.number(), ...draftStateSchema.entries })
const keyOf = (id: string): string => `caibao.left.${id}`
/** Key that stands in `localStorage` while a draft is locked, where every tab sees it at once. */
export const lockedKeyOf = (id: string): string => `caibao.locked.${id}`
/** Whether another tab just said that a draft is locked. */
export const isLockedMark = ({ key, newValue }: StorageEvent): boolean =>
  newValue !== null && key?.startsWith(lockedKeyOf('')) === true

/** Lays a change beside the database: at once, as nothing else can when a page is left. */
function leaveBehind(id: string, left: LeftBehind): void {
  try {
    // Where it was locked meanwhile, a page that still has it open lays nothing of it open any more.
    if (localStorage.getItem(lockedKeyOf(id)) === null) localStorage.setItem(keyOf(id), JSON.stringify(left))
  } catch {
    // No room, or a browser that keeps nothing: it is as lost as without this.
  }
}

/** What was left behind of a draft. */
export function leftBehind(id: string): LeftBehind | undefined {
  try {
    const parsed = v.safeParse(leftSchema, JSON.parse(localStorage.getItem(keyOf(id)) ?? 'null'))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

/** It is in the database now, or no longer wanted. */
export function forgetLeft(id: string): void {
  try {
    localStorage.removeItem(keyOf(id))
  } catch {
    // Nothing is kept here anyway.
  }
}

/** Drafts in the open, with what their pages were left amid: it is saved when the draft is loaded next. */
export function takingLeftBehind(storage: Omit<DraftStorage, 'leave'>): DraftStorage {
  // What is behind a passphrase is not here, and nothing of it is laid beside the database.
  const inTheOpen = new Set<string>()

  const save: DraftStorage['save'] = async (id, expectedRevision, change, keep) => {
    const saved = await storage.save(id, expectedRevision, change, keep)
    if (saved.ok) forgetLeft(id)
    return saved
  }

  return {
    ...storage,
    save,
    async load(id) {
      const draft = await storage.load(id)
      if (draft.ok) inTheOpen.add(id)
      else inTheOpen.delete(id)
      const left = draft.ok ? leftBehind(id) : undefined
      if (!draft.ok || !left) return draft
      const { base, ...change } = left
      // Whoever saved since had seen it.
      if (base !== draft.value.revision) forgetLeft(id)
      const saved = base === draft.value.revision ? await save(id, base, change) : draft
      return saved.ok ? saved : draft
    },
    leave(id, base, change) {
      if (inTheOpen.has(id)) leaveBehind(id, { base, ...change })
    },
  }
}
