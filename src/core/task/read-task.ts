import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { SignedByUnit } from '#core/certificate/same-signer.ts'
import { readSignedFile, type SignedFileError } from '#core/signed/read-signed-file.ts'
import { type Task, type TaskContent, taskKind } from './task.ts'

/** Reads and verifies a `.task` file. Whether the unit is who it says is for people to compare: the fingerprint. */
export function readTask(text: string): Promise<Result<Task, SignedFileError>> {
  return readSignedFile(text, taskKind)
}

/** Why a sound task cannot be worked on here and now. */
export type TaskRefusal = AppError<'TASK_SCHEME_FOREIGN' | 'TASK_EXPIRED'>

/** Whether the task asks for this scheme and still runs on this day; its last day counts. */
export function acceptableTask(
  { deadline, scheme }: Pick<TaskContent, 'deadline' | 'scheme'>,
  schemeId: string,
  today: string,
): Result<void, TaskRefusal> {
  if (scheme.id !== schemeId) return fail('TASK_SCHEME_FOREIGN', { found: scheme.id })
  if (deadline !== undefined && deadline < today) return fail('TASK_EXPIRED', { deadline })
  return ok(undefined)
}

/** A task as its signature is compared with others of the unit. */
export function signedTask({ content, signer, certificates }: Task): SignedByUnit {
  return { unit: content.unit, signer, certificates, at: content.issuedAt }
}

/** Whole days from today until the deadline; negative when it has passed. */
export function daysLeft(deadline: string, today: string): number {
  return Math.round((Date.parse(`${deadline}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
}
