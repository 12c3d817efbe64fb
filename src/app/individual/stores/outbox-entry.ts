import { handedOverText, type StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import { contentOf } from '#core/submission/content-of.ts'
import { justAdded } from '#core/sync/outbox.ts'
import type { Task } from '#core/task/task.ts'

interface About {
  readonly task: Task | undefined
  readonly now: number
}

/** The entry of the outbox for a submission just generated. */
export function outboxEntryOf(submission: StoredSubmission, { task, now }: About): OutboxEntry {
  const { digest, draftId, personName, fileName, revision } = submission
  const { record, previous } = contentOf(submission.text)
  return {
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
}
