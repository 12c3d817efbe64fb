import type { Draft } from './draft-storage.ts'
import { leftBehind } from './left-behind.ts'

/** The draft with what its page was left amid, as loading it would take it in. */
export function withLeft(draft: Draft, savedAt: number): Draft {
  const left = leftBehind(draft.id, draft.revision)
  return left ? { ...draft, ...left, revision: draft.revision + 1, savedAt } : draft
}
