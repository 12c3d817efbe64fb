import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { applyEdit } from '#core/record/edit-record.ts'
import { parsePath } from '#core/record/field-path.ts'
import { isRowSheet, type PersonRecord, rowSheets, rowsOf } from '#core/record/record.ts'
import { signSubmission, type SignedSubmission } from '#core/submission/sign-submission.ts'
import type { Correction, SigningKey, Submission, SubmissionContent } from '#core/submission/submission.ts'
import type { FieldChange } from './field-changes.ts'
import { tableReason } from './table-again.ts'

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
  /** Gives the codes of a record their names (`withNewCodeNames`). */
  readonly named: (record: PersonRecord) => PersonRecord
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

/** Signs what takes the place of a payload, and lists what was changed beside what was before. */
async function signCorrected(
  { content, digest }: Pick<Submission, 'content' | 'digest'>,
  record: PersonRecord,
  changes: readonly Correction[],
  { key, named }: Pick<Corrector, 'key' | 'named'>,
): Promise<CorrectedSubmission> {
  const corrected: SubmissionContent = {
    ...content,
    record: JSON.parse(JSON.stringify(named(record))),
    previous: digest,
    corrections: [...(content.corrections ?? []), ...changes],
  }
  return { ...(await signSubmission(corrected, key)), content: corrected, changes }
}

/**
 * 修改 on behalf of the person (M10): a new payload that names the one before and lists who changed what and why,
 * signed by the unit. What changes nothing is left out; the original stays as it is.
 */
export async function correctSubmission(
  { content, digest }: Pick<Submission, 'content' | 'digest'>,
  wanted: readonly WantedCorrection[],
  { by, at, key, named }: Corrector,
): Promise<Result<CorrectedSubmission, AppError<'CORRECTION_EMPTY'>>> {
  const changes = wanted.flatMap(({ path, after, reason }) => {
    const before = fieldAt(content.record, path)
    const text = after.normalize('NFC').trim()
    return before === undefined || before === text ? [] : [{ by, at, path, before, after: text, reason }]
  })
  if (changes.length === 0) return fail('CORRECTION_EMPTY', {})
  const record = changes.reduce((standing, { path, after }) => withValue(standing, path, after), content.record)
  return ok(await signCorrected({ content, digest }, record, changes, { key, named }))
}

/** The record with a row for this place. */
function withRowAt(record: PersonRecord, path: string): PersonRecord {
  const { sheet = '', row = 0 } = parsePath(path) ?? {}
  if (!isRowSheet(sheet)) return record
  let grown = record
  while (grown[sheet].length <= row) {
    grown = applyEdit(grown, { kind: 'addRow', sheet, at: grown[sheet].length, values: {} })
  }
  return grown
}

/** The record without rows at the end of a sheet that say nothing any more. */
function withoutEmptyRows(record: PersonRecord): PersonRecord {
  let trimmed = record
  for (const sheet of rowSheets) {
    while (trimmed[sheet].length > 0 && Object.keys(trimmed[sheet].at(-1) ?? {}).length === 0) {
      trimmed = applyEdit(trimmed, { kind: 'removeRow', sheet, row: trimmed[sheet].length - 1 })
    }
  }
  return trimmed
}

/** The same by what a table says, where rows may come and go. */
export function correctByTable(
  standing: Pick<Submission, 'content' | 'digest'>,
  differing: readonly FieldChange[],
  { by, at, key, named }: Corrector,
): Promise<CorrectedSubmission> {
  const changes = differing.map(({ path, before, after }) => ({ by, at, path, before, after, reason: tableReason }))
  const record = differing.reduce(
    (made, { path, after }) => withValue(withRowAt(made, path), path, after),
    standing.content.record,
  )
  return signCorrected(standing, withoutEmptyRows(record), changes, { key, named })
}
