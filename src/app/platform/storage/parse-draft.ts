import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { recordSchema } from '#core/record/parse-record.ts'
import type { Draft } from './draft-storage.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const draftSchema = v.object({
  id: v.string(),
  record: recordSchema,
  revision: count,
  createdAt: v.number(),
  savedAt: v.number(),
  confirmations: v.array(v.object({ rule: v.string(), path: v.string(), message: v.string(), reason: v.string() })),
  declarations: v.record(v.string(), v.string()),
  handedIn: v.nullable(v.object({ revision: count, digest: v.string(), draftRevision: count })),
  deletedAt: v.nullable(v.number()),
})

/** A draft read back from storage, or where it cannot be read. */
export function parseDraft(stored: unknown): Result<Draft, AppError<'DRAFT_UNREADABLE'>> {
  const parsed = v.safeParse(draftSchema, stored)
  return parsed.success ? ok(parsed.output) : fail('DRAFT_UNREADABLE', { path: v.getDotPath(parsed.issues[0]) ?? '' })
}
