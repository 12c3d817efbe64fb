import { handedOverText, type StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import { type OutboxEntry, withoutText } from '#app/platform/storage/outbox-storage.ts'
import { contentOf } from '#core/submission/content-of.ts'
import { justAdded } from '#core/sync/outbox.ts'
import type { Task } from '#core/task/task.ts'

interface About {
  readonly task: Task | undefined
  readonly now: number
  /** The record lies behind a passphrase: nothing readable of it may lie in the outbox. */
  readonly isLocked: boolean
}

/** The entry of the outbox for a submission just generated. */
export function outboxEntryOf(submission: StoredSubmission, { task, now, isLocked }: About): OutboxEntry {
  const { digest, draftId, personName, fileName, revision } = submission
  const { record, previous } = contentOf(submission.text)
  const entry: OutboxEntry = {
    digest,
    draftId,
    personName,
    fileName,
    revision,
    text: handedOverText(submission),
    recordId: record.id,
    previous,
    unitName: task?.content.unit.name ?? '',
    ...(task && { taskId: task.content.id }),
    addedAt: now,
    state: justAdded(now),
  }
  return isLocked ? withoutText(entry) : entry
}
