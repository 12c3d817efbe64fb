import type { PersonRecord } from '#core/record/record.ts'
import type { SubmissionContent } from '#core/submission/submission.ts'
import { aPerson } from './people.ts'

/** The content of a first submission. */
export function aSubmissionContent(
  changes: Partial<SubmissionContent> = {},
  record: PersonRecord = aPerson(),
): SubmissionContent {
  return {
    record: JSON.parse(JSON.stringify(record)),
    revision: 1,
    scheme: { id: 'gx-zyjs', version: '2012.1', digest: 'a'.repeat(64) },
    createdAt: '2026-11-23T02:30:00.000Z',
    warnings: [],
    ...changes,
  }
}
