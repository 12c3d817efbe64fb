import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { applyEdit } from '#core/record/edit-record.ts'
import { parsePath } from '#core/record/field-path.ts'
import { type PersonRecord, rowsOf } from '#core/record/record.ts'
import { signSubmission, type SignedSubmission } from '#core/submission/sign-submission.ts'
import type { Correction, SigningKey, Submission, SubmissionContent } from '#core/submission/submission.ts'

/** What a clerk wants to change: where, to what, and why. */
export interface WantedCorrection {
  readonly path: string
  readonly after: string
  readonly reason: string
}

/** Who corrects, when, and with which key. */
export interface Corrector {
  readonly by: string
  /** ISO timestamp. */
  readonly at: string
  readonly key: SigningKey
}

/** A payload the unit signed in place of the one before. */
export interface CorrectedSubmission extends SignedSubmission {
  readonly content: SubmissionContent
  /** What was changed now; the content lists earlier corrections too. */
  readonly changes: readonly Correction[]
}

/** The value at a path that names a field of an existing row; undefined when the record has no such place. */
export function fieldAt(record: PersonRecord, path: string): string | undefined {
  const at = parsePath(path)
  const row = at && rowsOf(record, at.sheet)[at.row ?? 0]
  return at?.field === undefined || !row ? undefined : (row[at.field] ?? '')
}

function withValue(record: PersonRecord, path: string, value: string): PersonRecord {
  const { sheet = '', row = 0, field = '' } = parsePath(path) ?? {}
  return applyEdit(record, { kind: 'set', sheet, row, field, value })
}

/**
 * 修改 on behalf of the person (M10): a new payload that names the one before and lists who changed what and why,
 * signed by the unit. What changes nothing is left out; the original stays as it is.
 */
export async function correctSubmission(
  { content, digest }: Pick<Submission, 'content' | 'digest'>,
  wanted: readonly WantedCorrection[],
  { by, at, key }: Corrector,
): Promise<Result<CorrectedSubmission, AppError<'CORRECTION_EMPTY'>>> {
  const changes = wanted.flatMap(({ path, after, reason }) => {
    const before = fieldAt(content.record, path)
    const text = after.normalize('NFC').trim()
    return before === undefined || before === text ? [] : [{ by, at, path, before, after: text, reason }]
  })
  if (changes.length === 0) return fail('CORRECTION_EMPTY', {})
  const record = changes.reduce((standing, { path, after }) => withValue(standing, path, after), content.record)
  const corrected: SubmissionContent = {
    ...content,
    record: JSON.parse(JSON.stringify(record)),
    previous: digest,
    corrections: [...(content.corrections ?? []), ...changes],
  }
  return ok({ ...(await signSubmission(corrected, key)), content: corrected, changes })
}
