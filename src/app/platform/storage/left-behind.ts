import * as v from 'valibot'
import type { DraftChange, DraftStorage } from './draft-storage.ts'
import { draftStateSchema } from './parse-draft.ts'

/** A change the page was left amid, before the database could take it. */
interface LeftBehind extends DraftChange {
  /** Revision of the draft it was made from. */
  readonly base: number
  /** The page was writing just then: the database may be one revision further by the same hand. */
  readonly isWriting?: boolean | undefined
}

const leftSchema = v.object({ base: v.number(), isWriting: v.optional(v.boolean()), ...draftStateSchema.entries })
/** Key under which a change lies beside the database. */
export const leftKeyOf = (id: string): string => `caibao.left.${id}`
/** Key that stands in `localStorage` while a draft is locked, where every tab sees it at once. */
export const lockedKeyOf = (id: string): string => `caibao.locked.${id}`
/** Whether another tab just said that a draft is locked. */
export const isLockedMark = ({ key, newValue }: StorageEvent): boolean =>
  newValue !== null && key?.startsWith(lockedKeyOf('')) === true

/** Lays a change beside the database: at once, as nothing else can when a page is left. */
function leaveBehind(id: string, left: LeftBehind): void {
  try {
    // Where it was locked meanwhile, a page that still has it open lays nothing of it open any more.
    if (localStorage.getItem(lockedKeyOf(id)) !== 'locked') localStorage.setItem(leftKeyOf(id), JSON.stringify(left))
  } catch {
    // No room, or a browser that keeps nothing: it is as lost as without this.
  }
}

/** What was left behind of a draft, if it was made from this revision: whoever saved since had seen it. */
export function leftBehind(id: string, revision: number): DraftChange | undefined {
  try {
    const { base, isWriting, ...change } = v.parse(leftSchema, JSON.parse(localStorage.getItem(leftKeyOf(id)) ?? ''))
    return base === revision || (isWriting && base + 1 === revision) ? change : undefined
  } catch {
    return undefined
  }
}

/** It is in the database now, or no longer wanted. */
export function forgetLeft(id: string): void {
  try {
    localStorage.removeItem(leftKeyOf(id))
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
      if (!draft.ok) return draft
      const { revision } = draft.value
      const left = leftBehind(id, revision)
      const saved = left && (await save(id, revision, left))
      if (!left) forgetLeft(id)
      return saved?.ok ? saved : draft
    },
    leave(id, base, change, isWriting) {
      if (inTheOpen.has(id)) leaveBehind(id, { base, isWriting, ...change })
    },
  }
}
