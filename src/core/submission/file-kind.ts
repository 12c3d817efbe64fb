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
  [/^(?:[a-z]+-)?backup\//, 'backup'],
]

/** Recognises a file by its member `caibao`, in any version; whether it is sound is for its reader to say. */
export function fileKindOf(text: string): Result<FileKind, ReadJsonError> {
  const json = readJson(text, anyFileLimits)
  if (!json.ok) return json
  const named = v.safeParse(v.object({ caibao: v.string() }), json.value)
  const caibao = named.success ? named.output.caibao : ''
  return ok(families.find(([family]) => family.test(caibao))?.[1] ?? 'unknown')
}
