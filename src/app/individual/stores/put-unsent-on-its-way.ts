import type { Exchange } from '#app/platform/exchange/open-exchange.ts'
import type { DraftStorage, StoredSubmission } from '#app/platform/storage/draft-storage.ts'
import { withoutText } from '#app/platform/storage/outbox-storage.ts'
import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import { contentOf } from '#core/submission/content-of.ts'
import { outboxEntryOf } from './outbox-entry.ts'

interface Asking {
  readonly exchange: Exchange
  readonly storage: Pick<DraftStorage, 'listSubmissions' | 'load'>
  readonly isLocked: (draftId: string) => Promise<boolean>
  readonly now: number
}

/** The entry of a submission that was to be sent and is not on its way; none where nothing is to be sent. */
async function entryFor(submission: StoredSubmission, asking: Asking): Promise<OutboxEntry | undefined> {
  const { exchange, storage, isLocked, now } = asking
  const { taskId } = contentOf(submission.text)
  if (taskId === undefined || !(await storage.load(submission.draftId)).ok) return undefined
  const kept = await exchange.tasks.get(taskId)
  const task = kept.ok ? kept.value?.task : undefined
  if (task?.content.server === undefined) return undefined
  // What is to be sealed leaves this device sealed or not at all.
  if (task.content.encryptionKey && submission.sealedText === undefined) return undefined
  const entry = outboxEntryOf(submission, { task, now })
  return (await isLocked(submission.draftId)) ? withoutText(entry) : entry
}

/**
 * Earlier versions kept a submission first and put it on its way later: a page left in between had 已生成报送 and nothing
 * on its way. It waits among the others from now on; a server that has it already knows it by its digest.
 */
export async function putUnsentOnItsWay(asking: Asking): Promise<void> {
  const { outbox } = asking.exchange
  const [listed, kept] = await Promise.all([outbox.list(), asking.storage.listSubmissions()])
  if (!listed.ok || !kept.ok) return
  const isOvertaken = ({ draftId, revision }: StoredSubmission): boolean =>
    listed.value.some((entry) => entry.draftId === draftId && entry.revision >= revision)
  const unsure = kept.value.filter((submission) => !isOvertaken(submission))
  // One that cannot be read holds up no other.
  const entries = await Promise.all(unsure.map((one) => entryFor(one, asking).catch(() => undefined)))
  const unsent = entries.filter((entry) => entry !== undefined)
  if (unsent.length > 0) await outbox.add(unsent)
}
