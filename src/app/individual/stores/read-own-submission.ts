import { ok, type Result } from '#core/errors/result.ts'
import { parseRecord } from '#core/record/parse-record.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { Scheme } from '#core/scheme/scheme.ts'
import { ageOfSubmission } from '#core/submission/fit-submission.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { Submission } from '#core/submission/submission.ts'

/** A submission to be gone on with, and its record; one of an earlier version may hold values of fields given up since. */
export async function readOwnSubmission(
  text: string,
  scheme: Scheme,
): Promise<Result<{ readonly submission: Submission; readonly record: PersonRecord }>> {
  const submission = await readSubmission(text)
  if (!submission.ok) return submission
  const { content } = submission.value
  const age = ageOfSubmission(content, scheme)
  const record = age.ok ? parseRecord(content.record, scheme, age.value) : age
  return record.ok ? ok({ submission: submission.value, record: record.value }) : record
}
