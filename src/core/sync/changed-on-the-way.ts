import type { AppError } from '#core/errors/error-code.ts'
import { readSealedOutside } from '#core/submission/open-sealed.ts'
import { readSubmission } from '#core/submission/read-submission.ts'

/** What a reader says of a file that is not as it was written; what only another version reads otherwise is not among it. */
const broken: ReadonlySet<string> = new Set([
  'FILE_NOT_TEXT',
  'FILE_NOT_JSON',
  'FILE_KEY_FORBIDDEN',
  'SUBMISSION_NOT_ONE',
  'SUBMISSION_DAMAGED',
  'SUBMISSION_SIGNATURE_BAD',
  'SUBMISSION_NOT_CANONICAL',
  'SEALED_DAMAGED',
])

/**
 * Whether a server that refused a file read another one than was sent: it found broken what reads well here, or what the
 * device's word was not given for. A proxy that shortens a request and puts its length right leaves no other trace.
 */
export async function wasChangedOnTheWay(error: AppError, text: string): Promise<boolean> {
  if (error.code === 'UPLOAD_CLAIM_BAD') return error.params.where === 'file'
  if (!broken.has(error.code)) return false
  const read = await readSubmission(text)
  return read.ok || (read.error.code === 'SUBMISSION_SEALED' && readSealedOutside(text).ok)
}
