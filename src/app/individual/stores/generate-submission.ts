import { calculateJwkThumbprint } from 'jose'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { submissionFileName } from '#core/submission/file-name.ts'
import { readSealedOutside } from '#core/submission/open-sealed.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { sealSubmission } from '#core/submission/seal-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { PublicJwk, SigningKey, SubmissionContent } from '#core/submission/submission.ts'
import type { TaskContent } from '#core/task/task.ts'

/** A signed file that was read back and found to say what was signed. */
export interface GeneratedSubmission {
  readonly fileName: string
  readonly text: string
  /** The same, sealed to the unit of the task. */
  readonly sealedText?: string
  readonly digest: string
}

interface Making {
  readonly key: SigningKey
  /** Local calendar date for the file's name. */
  readonly on: string
  /** Keys that the file is sealed to; none leaves it readable. */
  readonly recipients: readonly PublicJwk[]
}

/** The keys that submissions of a task are sealed to. */
export function sealingKeys({
  encryptionKey,
  encryptionKeyAbove,
}: Pick<TaskContent, 'encryptionKey' | 'encryptionKeyAbove'>): readonly PublicJwk[] {
  return encryptionKey ? [encryptionKey, ...(encryptionKeyAbove ? [encryptionKeyAbove] : [])] : []
}

/** Seals and reads back what can be read from outside: that it is whole, and for whom it is. */
async function seal(
  text: string,
  recipients: readonly PublicJwk[],
): Promise<Result<string, AppError<'SUBMISSION_READ_BACK_FAILED'>>> {
  const sealed = await sealSubmission(text, recipients)
  const outside = readSealedOutside(sealed)
  const wanted = await Promise.all(recipients.map((jwk) => calculateJwkThumbprint(jwk, 'sha256')))
  return outside.ok && outside.value.recipients.join(' ') === wanted.join(' ')
    ? ok(sealed)
    : fail('SUBMISSION_READ_BACK_FAILED', {})
}

/** Signs the content and reads the file back with the reader every receiver uses; then seals it when asked to. */
export async function generateSubmission(
  content: SubmissionContent,
  { key, on, recipients }: Making,
): Promise<Result<GeneratedSubmission, AppError<'SUBMISSION_READ_BACK_FAILED'>>> {
  const { text, digest } = await signSubmission(content, key)
  const readBack = await readSubmission(text)
  if (!readBack.ok || readBack.value.digest !== digest) return fail('SUBMISSION_READ_BACK_FAILED', {})
  const sealed = recipients.length > 0 ? await seal(text, recipients) : undefined
  if (sealed && !sealed.ok) return sealed
  const { name = '', idNumber = '' } = content.record.basic
  const fileName = submissionFileName({ name, idNumber, on, revision: content.revision })
  return ok({ fileName, text, digest, ...(sealed && { sealedText: sealed.value }) })
}
