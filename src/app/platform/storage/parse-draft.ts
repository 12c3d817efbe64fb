import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { recordSchema } from '#core/record/record-schema.ts'
import type { Draft, DraftChange, DraftEntry, UnreadableEntry } from './draft-storage.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
/** What a person can change in a draft, as it lies in the database. */
export const draftStateSchema = v.object({
  record: recordSchema,
  confirmations: v.array(v.object({ rule: v.string(), path: v.string(), message: v.string(), reason: v.string() })),
  declarations: v.record(v.string(), v.string()),
})
const draftSchema = v.object({
  id: v.string(),
  ...draftStateSchema.entries,
  revision: count,
  createdAt: v.number(),
  savedAt: v.number(),
  handedIn: v.nullable(v.object({ revision: count, digest: v.string(), draftRevision: count })),
  deletedAt: v.nullable(v.number()),
})

/** A draft read back from storage, or where it cannot be read. */
export function parseDraft(stored: unknown): Result<Draft, AppError<'DRAFT_UNREADABLE'>> {
  const parsed = v.safeParse(draftSchema, stored)
  return parsed.success ? ok(parsed.output) : fail('DRAFT_UNREADABLE', { path: v.getDotPath(parsed.issues[0]) ?? '' })
}

/** Whether two states say the same; a record read back has its sheets in another order than one in the making. */
export function isSameState(one: DraftChange, other: DraftChange): boolean {
  const told = (state: DraftChange): string => JSON.stringify(v.parse(draftStateSchema, state))
  return told(one) === told(other)
}

/** Whether the draft already is what this save makes of it: it was done before, and the answer was lost. */
export const isAlreadySaved = (draft: Draft, expectedRevision: number, change: DraftChange): boolean =>
  draft.revision === expectedRevision + 1 && isSameState(draft, change)

function entryOf(stored: { readonly id: string }): DraftEntry | UnreadableEntry {
  const draft = parseDraft(stored)
  return draft.ok
    ? { kind: 'draft', draft: draft.value }
    : { kind: 'unreadable', id: stored.id, raw: JSON.stringify(stored, null, 1), error: draft.error }
}

const lastSaved = (entry: DraftEntry | UnreadableEntry): number =>
  entry.kind === 'draft' ? entry.draft.savedAt : Number.NEGATIVE_INFINITY

/** The list of what is stored: last saved first, then what cannot be read. */
export function entriesOf(stored: readonly { readonly id: string }[]): readonly (DraftEntry | UnreadableEntry)[] {
  return stored.map(entryOf).sort((a, b) => lastSaved(b) - lastSaved(a))
}
