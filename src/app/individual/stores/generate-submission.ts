import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { submissionFileName } from '#core/submission/file-name.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { SigningKey, SubmissionContent } from '#core/submission/submission.ts'

/** A signed file that was read back and found to say what was signed. */
export interface GeneratedSubmission {
  readonly fileName: string
  readonly text: string
  readonly digest: string
}

/** Signs the content and reads the file back with the reader every receiver uses. */
export async function generateSubmission(
  content: SubmissionContent,
  key: SigningKey,
  on: string,
): Promise<Result<GeneratedSubmission, AppError<'SUBMISSION_READ_BACK_FAILED'>>> {
  const { text, digest } = await signSubmission(content, key)
  const readBack = await readSubmission(text)
  if (!readBack.ok || readBack.value.digest !== digest) return fail('SUBMISSION_READ_BACK_FAILED', {})
  const { name = '', idNumber = '' } = content.record.basic
  return ok({ fileName: submissionFileName({ name, idNumber, on, revision: content.revision }), text, digest })
}
