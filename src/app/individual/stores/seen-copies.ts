import type { DraftCopy } from '#app/platform/storage/draft-copies.ts'
import type { DraftEntry, LockedEntry, UnreadableEntry } from '#app/platform/storage/draft-storage.ts'
import type { LockedCopy } from '#app/platform/storage/locked-copies.ts'

/** A state of a draft that was seen somewhere. */
export interface SeenCopy {
  readonly draftId: string
  readonly kind: DraftCopy['kind']
  readonly revision: number
  readonly at: number
  /** Seen as it is locked. */
  readonly isSealed?: boolean
}

/** A locked draft tells no revision: it is newer than whatever is known of it, until its seal says otherwise. */
export const lockedRevision = Number.MAX_SAFE_INTEGER

const noRevision = 0

const isSealedAnew = ({ isSealed, revision }: SeenCopy): boolean => isSealed === true && revision === noRevision
const isSealedWhole = ({ isSealed, revision }: SeenCopy): boolean => isSealed === true && revision !== noRevision

/** Whether a state is as new as another: by its revision, or by its time where one is of a seal that is no more. */
export function isAsNew(copy: SeenCopy, known: SeenCopy | undefined): boolean {
  if (!known) return true
  const both = [copy, known]
  const isToldByTime = both.some(isSealedAnew) && !both.some(isSealedWhole)
  return isToldByTime ? copy.at >= known.at : copy.revision >= known.revision
}

/**
 * Copies of locked drafts beside the others. One that is as the draft is sealed has the revision of the draft: of a
 * draft that is open in this page the one it was listed with before the seals were compared.
 */
export function seenLocked(
  copies: readonly LockedCopy[],
  listed: readonly (DraftEntry | LockedEntry | UnreadableEntry)[],
): readonly SeenCopy[] {
  const open = new Map(
    listed.flatMap((entry) => (entry.kind === 'draft' ? [[entry.draft.id, entry.draft.revision] as const] : [])),
  )
  return copies.map(({ draftId, kind, at, isWhole }) => ({
    draftId,
    kind,
    at,
    revision: isWhole ? (open.get(draftId) ?? lockedRevision) : noRevision,
    isSealed: true,
  }))
}

/** The newest state of each draft that was seen in one place. */
export function lastSeen(copies: readonly SeenCopy[], kind: SeenCopy['kind']): ReadonlyMap<string, SeenCopy> {
  const last = new Map<string, SeenCopy>()
  for (const copy of copies) {
    const known = last.get(copy.draftId)
    if (copy.kind === kind && isAsNew(copy, known)) last.set(copy.draftId, copy)
  }
  return last
}
