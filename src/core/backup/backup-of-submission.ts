import { submissionFileName } from '#core/submission/file-name.ts'
import type { Submission } from '#core/submission/submission.ts'
import type { PersonRecord } from '#core/record/record.ts'
import type { BackupContent, BackupDraft } from './backup.ts'

/** A submission that was opened here, and its record as it reads in this version of the scheme. */
export interface OpenedFile {
  readonly submission: Submission
  readonly record: PersonRecord
  /** The file, byte for byte. */
  readonly text: string
}

/** What a draft keeps beside its record, which no submission carries. */
type BesideRecord = Pick<BackupDraft, 'confirmations' | 'declarations'>

/** Answers of a draft to a submission of it: it goes on to the unit whose task it named. */
export const declarationsOf = (
  { content: { taskId } }: Pick<Submission, 'content'>,
  here: BackupDraft['declarations'] = {},
): BackupDraft['declarations'] => ({ ...here, ...(taskId !== undefined && { task: taskId }) })

/**
 * What another device handed in, as if it had come in a backup: so that it is compared with the draft here, item by
 * item, and neither side is lost. It has no lineage, only the person can say which one counts. The answers and reasons
 * given here stay: whichever record counts, they were given for it.
 */
export function backupOfSubmission({ submission, record, text }: OpenedFile, here?: BesideRecord): BackupContent {
  const { digest, content } = submission
  const { revision } = content
  const createdAt = Date.parse(content.createdAt)
  const draft: BackupDraft = {
    id: record.id,
    record,
    revision,
    createdAt,
    savedAt: createdAt,
    confirmations: here?.confirmations ?? [],
    declarations: declarationsOf(submission, here?.declarations),
    handedIn: { revision, digest, draftRevision: 0 },
    deletedAt: null,
  }
  const { name = '', idNumber = '' } = record.basic
  const fileName = submissionFileName({ name, idNumber, on: content.createdAt.slice(0, 10), revision })
  return {
    createdAt: content.createdAt,
    drafts: [{ draft, ancestors: [] }],
    submissions: [{ digest, draftId: record.id, revision, fileName, text, createdAt, personName: name }],
    key: null,
    revisions: [],
    tasks: [],
    returnSlips: [],
    outbox: [],
    locks: [],
  }
}
