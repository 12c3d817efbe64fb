import * as v from 'valibot'
import { readJson, type ReadJsonError } from '#core/record/read-json.ts'
import { ok, type Result } from '#core/errors/result.ts'

/** What a file of ours is, told by its content: names are changed on the way. */
export type FileKind =
  | 'submission'
  | 'sealedSubmission'
  | 'task'
  | 'returnSlip'
  | 'backup'
  | 'inclusion'
  | 'scheme'
  | 'certificate'
  | 'certificateRequest'
  | 'unitKey'
  | 'unitBackup'
  | 'receipt'
  | 'rescue'
  | 'unknown'

/** The largest of our files is a backup of many drafts. */
export const anyFileLimits = { sizeBytes: 64 * 1_048_576, depth: 64 } as const

const families: readonly (readonly [RegExp, FileKind])[] = [
  [/^submission\//, 'submission'],
  [/^sealed-submission\//, 'sealedSubmission'],
  [/^task\//, 'task'],
  [/^return-slip\//, 'returnSlip'],
  [/^inclusion\//, 'inclusion'],
  [/^scheme\//, 'scheme'],
  [/^certificate\//, 'certificate'],
  [/^certificate-request\//, 'certificateRequest'],
  [/^unit-key\//, 'unitKey'],
  [/^unit-backup\//, 'unitBackup'],
  [/^receipt\//, 'receipt'],
  [/^rescue\//, 'rescue'],
  [/^(?:[a-z]+-)?backup\//, 'backup'],
]

const namedSchema = v.object({ caibao: v.string() })
/** A rescue file of the first version: the draft alone. */
const draftSchema = v.object({ record: v.object({ basic: v.object({}) }), savedAt: v.number() })

/** Recognises a file by its member `caibao`, in any version; whether it is sound is for its reader to say. */
export function fileKindOf(text: string): Result<FileKind, ReadJsonError> {
  const json = readJson(text, anyFileLimits)
  if (!json.ok) return json
  const named = v.safeParse(namedSchema, json.value)
  if (!named.success) return ok(v.is(draftSchema, json.value) ? 'rescue' : 'unknown')
  return ok(families.find(([family]) => family.test(named.output.caibao))?.[1] ?? 'unknown')
}
