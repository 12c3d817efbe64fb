import type { Clock } from '#app/platform/clock/clock.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import {
  type Draft,
  type DraftError,
  type DraftListener,
  type DraftStorage,
  draftFrom,
  type StoredSubmission,
} from './draft-storage.ts'
import { handedInDraft } from './handed-in-draft.ts'
import { entriesOf, parseDraft } from './parse-draft.ts'

/** Drafts in the memory of this page, for a browser that keeps nothing: gone when the page is closed. */
export function memoryDraftStorage(clock: Clock, rows: Map<string, { readonly id: string }> = new Map()): DraftStorage {
  const submissions = new Map<string, StoredSubmission>()
  const listeners = new Set<DraftListener>()

  function put(draft: Draft): Draft {
    rows.set(draft.id, draft)
    for (const listener of listeners) listener(draft.id)
    return draft
  }

  function standing(id: string): Result<Draft, DraftError> {
    const stored = rows.get(id)
    return stored === undefined ? fail('DRAFT_MISSING', {}) : parseDraft(stored)
  }

  function standingAt(id: string, expected: number): Result<Draft, DraftError> {
    const draft = standing(id)
    if (!draft.ok || draft.value.revision === expected) return draft
    return fail('DRAFT_CONFLICT', { expected, found: draft.value.revision })
  }

  function mark(id: string, deletedAt: number | null): Result<void, DraftError> {
    const draft = standing(id)
    if (!draft.ok) return draft
    put({ ...draft.value, deletedAt })
    return ok(undefined)
  }

  return {
    list: async () => ok(entriesOf([...rows.values()])),
    load: async (id) => standing(id),
    async create(fresh) {
      if (rows.has(fresh.id)) return fail('STORAGE_WRITE_FAILED', { reason: 'ConstraintError' })
      return ok(put(draftFrom(fresh, clock.now())))
    },
    async save(id, expectedRevision, change) {
      const draft = standingAt(id, expectedRevision)
      if (!draft.ok) return draft
      return ok(put({ ...draft.value, ...change, revision: expectedRevision + 1, savedAt: clock.now() }))
    },
    // What is only in this page goes with it.
    leave: () => undefined,
    remove: async (id) => mark(id, clock.now()),
    restore: async (id) => mark(id, null),
    async purge(beforeMs) {
      const old = [...rows.keys()].filter((id) => {
        const draft = standing(id)
        if (!draft.ok || draft.value.deletedAt === null) return false
        // A clock that was behind removed nothing before it was saved.
        return Math.max(draft.value.deletedAt, draft.value.savedAt) < beforeMs
      })
      for (const id of old) rows.delete(id)
      return ok(old.length)
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async addSubmission(draftId, expectedRevision, submission) {
      const draft = standing(draftId)
      const next = draft.ok ? handedInDraft(draft.value, expectedRevision, submission) : draft
      if (!next.ok) return next
      if (next.value.isAlready) return ok({ draft: next.value.draft, submission })
      const { digest } = submission
      if (submissions.has(digest)) return fail('STORAGE_WRITE_FAILED', { reason: 'ConstraintError' })
      submissions.set(digest, submission)
      return ok({ draft: put(next.value.draft), submission })
    },
    listSubmissions: async () => ok([...submissions.values()].sort((a, b) => b.createdAt - a.createdAt)),
    getSubmission: async (digest) => ok(submissions.get(digest)),
    persistence: () => 'refused',
    space: async () => undefined,
  }
}
