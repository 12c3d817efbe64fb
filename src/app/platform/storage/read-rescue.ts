import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { parseRecord, type RecordError } from '#core/record/parse-record.ts'
import { decodeText, readJson, type ReadJsonError } from '#core/record/read-json.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import type { DraftChange, HandedIn } from './draft-storage.ts'
import { rescueFormat } from './write-rescue.ts'

/** What a rescue file holds: a draft as it stood on the screen when the browser could not keep it. */
export interface Rescue extends DraftChange {
  /** When the browser last kept it. */
  readonly savedAt: number
  /** The last submission made of it. */
  readonly handedIn: HandedIn | null
}

/** Why a rescue file is not taken over. */
export type RescueError = ReadJsonError | RecordError | AppError<'RESCUE_NOT_ONE' | 'RESCUE_VERSION_NEWER'>

const limits = { sizeBytes: 5 * 1024 * 1024, depth: 12 }
const short = v.pipe(v.string(), v.maxLength(4000))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const handedInSchema = v.object({
  revision: count,
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  draftRevision: count,
})
const draftSchema = v.object({
  record: v.unknown(),
  savedAt: v.optional(v.number(), 0),
  confirmations: v.optional(
    v.pipe(v.array(v.object({ rule: short, path: short, message: short, reason: short })), v.maxLength(2000)),
    [],
  ),
  declarations: v.optional(v.record(v.pipe(v.string(), v.maxLength(64)), short), {}),
  handedIn: v.optional(v.nullable(handedInSchema), null),
})
// The first version wrote the draft alone, without saying what it is.
const rescueSchema = v.union([v.object({ caibao: v.literal(rescueFormat), draft: draftSchema }), draftSchema])
const versionSchema = v.object({ caibao: v.pipe(v.string(), v.startsWith('rescue/'), v.maxLength(64)) })

/** Reads a rescue file, all or nothing. */
export function readRescue(bytes: Uint8Array, scheme: Scheme): Result<Rescue, RescueError> {
  const text = decodeText(bytes, limits)
  const json = text.ok ? readJson(text.value, limits) : text
  if (!json.ok) return json
  const version = v.safeParse(versionSchema, json.value)
  if (version.success && version.output.caibao !== rescueFormat) {
    return fail('RESCUE_VERSION_NEWER', { found: version.output.caibao })
  }
  const parsed = v.safeParse(rescueSchema, json.value)
  if (!parsed.success) return fail('RESCUE_NOT_ONE', { path: v.getDotPath(parsed.issues[0]) ?? '' })
  const draft = 'draft' in parsed.output ? parsed.output.draft : parsed.output
  const record = parseRecord(draft.record, scheme)
  return record.ok ? ok({ ...draft, record: record.value }) : record
}
